package check

import (
	"maps"
	"slices"
	"strings"

	"tinban/content"
)

// registers finds what a translated text refers to, or is shown with, that
// still reads as in the original: values of facts, documents, names.
func (t *translated) registers() {
	said := t.said()
	for _, ref := range slices.Sorted(maps.Keys(said)) {
		kind, id, found := strings.Cut(ref, ":")
		switch {
		case !found || kind == "past" || kind == "next":
			t.value(strings.TrimPrefix(strings.TrimPrefix(ref, "past:"), "next:"))
		case kind == "doc" && t.own.lib.Documents[id] != nil:
			own, to := t.own.lib.Documents[id], t.to.lib.Documents[id]
			t.reads(own, "văn bản", id, own.Name, to.Name)
			t.reads(own, "văn bản", id, own.Short, to.Short)
		case kind == "name" && t.own.lib.Names[id] != nil:
			own, to := t.own.lib.Names[id], t.to.lib.Names[id]
			t.reads(own, "tên riêng", id, own.Long, to.Long)
			t.reads(own, "tên riêng", id, own.Short, to.Short)
		}
	}
}

// said is every reference of the translated texts, with the documents that
// are shown under them.
func (t *translated) said() map[string]bool {
	out := map[string]bool{}
	for _, p := range t.pairs {
		if !moved(p) {
			continue
		}
		for _, ref := range content.References(p.to.text) {
			out[ref] = true
			if id, ok := factOf(ref); ok {
				for _, f := range t.own.lib.Facts[id] {
					out["doc:"+f.Doc] = true
				}
			}
		}
		if a, ok := p.own.at.(*content.Answer); ok {
			for _, s := range a.Sources {
				out["doc:"+s.Doc] = true
			}
		}
	}
	t.own.eachRule(func(r *content.Rule) {
		each(r.Criteria, func(c *content.Criterion) {
			for _, s := range c.Basis {
				out["doc:"+s.Doc] = true
			}
		})
		for _, g := range r.Gates {
			for _, s := range g.Basis {
				out["doc:"+s.Doc] = true
			}
		}
	})
	return out
}

// value looks at each version of a value a text says.
func (t *translated) value(ref string) {
	id, key, _ := strings.Cut(ref, ".")
	for i, own := range t.own.lib.Facts[id] {
		a, ok := own.Value(key)
		if b, _ := t.to.lib.Facts[id][i].Value(key); ok && (untouched(a, b) || markedWord(b) != "") {
			t.own.add(own, "dữ kiện %q, giá trị %q được nói bằng tiếng %q mà đang là %q: ghi bản dịch trong %s/facts.yaml", id, key, t.lang, b, t.lang)
		}
	}
}

func (t *translated) reads(at placed, kind, id, own, to string) {
	if untouched(own, to) || markedWord(to) != "" {
		t.own.add(at, "%s %q được nói bằng tiếng %q mà đang là %q: ghi bản dịch trong %s/registers.yaml", kind, id, t.lang, to, t.lang)
	}
}

// figures holds every translated value against its original.
func (t *translated) figures() {
	tongue := tongues[t.lang]
	for _, id := range sortedKeys(t.own.lib.Facts) {
		for i, own := range t.own.lib.Facts[id] {
			to := t.to.lib.Facts[id][i]
			for _, key := range slices.Concat(sortedKeys(to.Values), sortedKeys(to.Derived)) {
				a, ok := own.Value(key)
				b, _ := to.Value(key)
				switch {
				case !ok:
					t.own.add(own, "dữ kiện %q không có giá trị %q, mà bản %q lại dịch: sửa khoá trong %s/facts.yaml", id, key, t.lang, t.lang)
				case a != b && !tongue.sameFigure(a, b):
					t.own.add(own, "dữ kiện %q, giá trị %q là %q mà bản dịch ghi %q (%q): ghi cùng một con số trong %s/facts.yaml", id, key, a, b, t.lang, t.lang)
				}
			}
		}
	}
}
