package content

import (
	"fmt"
	"slices"
	"strings"

	"tinban/eligibility"
)

// View is for whom and when a text is made.
type View struct {
	On      eligibility.Date
	Commune string // id, or empty when not known
	Short   bool   // names in their short form
}

// Rendered is a text with its references filled in.
type Rendered struct {
	Text    string
	Caveat  bool     // it says something that must be asked again
	Sources []Source // of the facts it says, in order, each once
}

// nextReference finds one reference: {LOAN-01.nam}, {past:HOU-05.moi},
// {doc:kh171}, {office:xa-kinh-te}, {name:da5}, {xa}.
// Texts are rendered for many days and looked through often, so it is found by
// hand.
func nextReference(text string) (start, end int, ok bool) {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '{')
		if open < 0 {
			return 0, 0, false
		}
		start = at + open
		length := strings.IndexAny(text[start+1:], "{}")
		if length < 0 {
			return 0, 0, false
		}
		if end = start + 1 + length; text[end] == '}' {
			return start, end + 1, true
		}
		at = end
	}
}

// References lists what a text refers to, as written between the braces.
func References(text string) []string {
	var refs []string
	for {
		start, end, ok := nextReference(text)
		if !ok {
			return refs
		}
		refs = append(refs, text[start+1:end-1])
		text = text[end:]
	}
}

// WithoutReferences blanks out the references, leaving what was typed.
func WithoutReferences(text string) string { return ReplaceReferences(text, " ") }

// ReplaceReferences puts one thing in the place of every reference.
func ReplaceReferences(text, instead string) string {
	return eachReference(text, func(string) string { return instead })
}

// eachReference puts something else in the place of every reference.
func eachReference(text string, instead func(ref string) string) string {
	var b strings.Builder
	for {
		start, end, ok := nextReference(text)
		if !ok {
			break
		}
		b.Grow(len(text))
		b.WriteString(text[:start])
		b.WriteString(instead(text[start+1 : end-1]))
		text = text[end:]
	}
	if b.Len() == 0 {
		return text
	}
	b.WriteString(text)
	return b.String()
}

// Render fills the references of a text as they stand on the view's day. It
// fails on a reference that does not exist, is not in force that day, or may
// not be said.
func (l *Library) Render(text string, v View) (Rendered, error) {
	var out Rendered
	var firstErr error
	out.Text = eachReference(text, func(ref string) string {
		s, err := l.resolve(ref, v, &out)
		if err != nil && firstErr == nil {
			firstErr = err
		}
		return s
	})
	out.Text = strings.TrimSpace(out.Text)
	return out, firstErr
}

func (l *Library) resolve(ref string, v View, out *Rendered) (string, error) {
	kind, id, found := strings.Cut(ref, ":")
	if !found {
		kind, id = "fact", ref
	}
	switch {
	case ref == "xa":
		return l.CommuneName(v.Commune, v.On), nil
	case kind == "doc":
		return l.document(id, v)
	case kind == "office":
		return l.OfficeName(id, v)
	case kind == "name":
		return l.name(id, v)
	case kind == "fact" || kind == "past" || kind == "next":
		return l.factValue(kind, id, v, out)
	}
	return "", fmt.Errorf("chỗ dẫn {%s} không thuộc loại nào: viết {MÃ.khoá}, {past:MÃ.khoá}, {next:MÃ.khoá}, {doc:mã}, {office:mã}, {name:mã} hoặc {xa}", ref)
}

func (l *Library) document(id string, v View) (string, error) {
	d := l.Documents[id]
	if d == nil {
		return "", fmt.Errorf("không có văn bản %q: sửa mã, hoặc thêm vào documents.yaml", id)
	}
	if v.Short {
		return d.Short, nil
	}
	return d.Name, nil
}

func (l *Library) name(id string, v View) (string, error) {
	n := l.Names[id]
	if n == nil {
		return "", fmt.Errorf("không có tên riêng %q: sửa mã, hoặc thêm vào names.yaml", id)
	}
	if v.Short && n.Short != "" {
		return n.Short, nil
	}
	return n.Long, nil
}

func (l *Library) factValue(when, ref string, v View, out *Rendered) (string, error) {
	id, key, ok := strings.Cut(ref, ".")
	if !ok {
		return "", fmt.Errorf("chỗ dẫn {%s} không nói giá trị nào: viết {%s.khoá}", ref, ref)
	}
	f := l.factAt(when, id, v.On)
	if f == nil {
		return "", fmt.Errorf("dữ kiện %q không có bản nào hợp với ngày %s: chia ngày cho câu, hoặc viết {past:…} (đã hết), {next:…} (sắp tới)", id, v.On)
	}
	if f.Use != Say && f.Use != SayCaveat {
		return "", fmt.Errorf("dữ kiện %q không được nói ra (use: %s): viết là chưa có con số, và hỏi ai", id, f.Use)
	}
	value, ok := f.Value(key)
	if !ok {
		return "", fmt.Errorf("dữ kiện %q không có giá trị %q: sửa khoá, hoặc thêm giá trị", id, key)
	}
	out.Caveat = out.Caveat || f.Use == SayCaveat
	if src := (Source{f.Doc, f.Section}); f.Doc != "" && !slices.Contains(out.Sources, src) {
		out.Sources = append(out.Sources, src)
	}
	return value, nil
}

// Fact returns the version of a fact in force on a day, or nil.
func (l *Library) Fact(id string, on eligibility.Date) *Fact { return l.factAt("fact", id, on) }

func (l *Library) factAt(when, id string, on eligibility.Date) *Fact {
	versions := l.Facts[id]
	for i := len(versions) - 1; i >= 0; i-- {
		f := versions[i]
		switch {
		case when == "fact" && f.Holds(on):
			return f
		case when == "past" && !f.To.IsZero() && f.To.Before(on):
			return f
		case when == "next" && f.From.After(on):
			return f
		}
	}
	return nil
}

// communeWords are the words around a commune's name, by language.
var communeWords = map[string]struct{ known, unknown string }{
	"":   {"xã %s", "xã"},
	"en": {"%s commune", "the commune"},
}

// CommuneName is the commune's name on a day with its kind, or just its kind
// when it is not known.
func (l *Library) CommuneName(id string, on eligibility.Date) string {
	words := communeWords[l.lang]
	c := l.CommuneOn(id, on)
	if c == nil {
		return words.unknown
	}
	if l.lang == "" && strings.HasPrefix(c.Name, "Thị trấn") {
		return strings.ToLower(c.Name[:1]) + c.Name[1:]
	}
	return fmt.Sprintf(words.known, c.Name)
}

// OfficeName is what an office, or whoever followed it, is called on a day.
func (l *Library) OfficeName(id string, v View) (string, error) {
	o := l.OfficeOn(id, v.On)
	if o == nil {
		return "", fmt.Errorf("cơ quan %q không còn ai làm vào ngày %s: ghi ngày cho nơi thay", id, v.On)
	}
	name := o.Name
	if v.Short && o.Short != "" {
		name = o.Short
	}
	return strings.ReplaceAll(name, "{xa}", l.CommuneName(v.Commune, v.On)), nil
}
