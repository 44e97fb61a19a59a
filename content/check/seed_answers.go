package check

import (
	"fmt"
	"slices"
	"strings"

	"tinban/content"
)

// voices of an answer, as fields.
var voiceFields = []string{"title", "long", "short", "loud"}

func (g *garden) plantAnswer(at int, n node) {
	g.moveDates(at, n, "câu trả lời: lệch ngày")
	if g.versions(n) > 1 {
		g.drop(at, "câu trả lời: mất một bản")
	}
	g.lose(at, "câu trả lời: mất một giọng", voiceFields...)
	g.lose(at, "câu trả lời: mất ngày soát", "reviewed", "review_months")
	for i := range items(n["sources"]) {
		g.seed(at, "câu trả lời: nguồn không có điều mục", fmt.Sprint(i), func(n node) { delete(items(n["sources"])[i].(node), "section") })
		g.seed(at, "câu trả lời: nguồn không có thật", fmt.Sprint(i), func(n node) { items(n["sources"])[i].(node)["doc"] = "khong-co" })
	}
	for _, field := range []string{"see", "check", "notes"} {
		for i := range items(n[field]) {
			g.seed(at, "câu trả lời: dẫn tới mục không có", field, func(n node) { items(n[field])[i] = "khong-co" })
		}
	}
	if n["office"] != nil {
		g.seed(at, "câu trả lời: cơ quan không có", "office", func(n node) { n["office"] = "khong-co" })
	}
	g.plantVariant(at, n)
	for _, voice := range voiceFields {
		g.plantFigures(at, n, voice)
	}
}

func (g *garden) versions(n node) (count int) {
	for _, r := range g.records {
		if r.lang == "" && r.list == "answers" && r.node["id"] == n["id"] {
			count++
		}
	}
	return count
}

// plantVariant lets an answer take a phrase and a question of another one.
func (g *garden) plantVariant(at int, n node) {
	id, _ := n["id"].(string)
	label := (&content.Answer{ID: id}).Label()
	for _, other := range sortedKeys(g.lib.Answers) {
		a := g.lib.Answers[other][0]
		if other == id {
			continue
		}
		if a.Label() == label && len(a.Words) > 0 {
			g.seed(at, "câu trả lời: cụm từ của câu khác", a.Words[0], func(n node) { n["words"] = append(slices.Clone(items(n["words"])), a.Words[0]) })
		}
		if a.Label() != label && len(a.Asks) > 0 && items(n["asks"]) != nil {
			g.seed(at, "câu trả lời: câu hỏi của nhãn khác", a.Asks[0], func(n node) { n["asks"] = append(slices.Clone(items(n["asks"])), a.Asks[0]) })
		}
	}
}

// plantFigures lets one voice say another figure than the others: that of
// another fact, one of another time, or one that is not there. A figure that
// no other voice says has nothing to disagree with.
func (g *garden) plantFigures(at int, n node, voice string) {
	text, _ := n[voice].(string)
	for _, ref := range factReferences(text) {
		ref = ref[1 : len(ref)-1]
		change := func(kind, to string) {
			g.seed(at, kind, voice+": "+ref+" thành "+to, func(n node) {
				n[voice] = strings.Replace(n[voice].(string), "{"+ref+"}", "{"+to+"}", 1)
			})
		}
		change("con số: viết sai khoá", ref+"x")
		if voice == "long" && !saidElsewhere(n, ref) {
			continue
		}
		if tense, rest, found := strings.Cut(ref, ":"); found && tense == "past" {
			change("con số: đã hết mà nói như đang có", rest)
		}
		for _, other := range g.alike(ref) {
			kind := "con số: một giọng nói dữ kiện khác"
			if strings.Contains(fmt.Sprint(n["long"]), "{"+other+"}") {
				if !g.forOthers(ref, other) {
					continue // two figures of the same text for the same people: no words tell them apart
				}
				kind = "con số: nói mức của diện hộ khác"
			}
			change(kind, other)
		}
	}
}

func saidElsewhere(n node, ref string) bool {
	return slices.ContainsFunc([]string{"short", "loud"}, func(voice string) bool {
		return strings.Contains(fmt.Sprint(n[voice]), "{"+ref+"}")
	})
}

// forOthers reports whether two figures are for different households.
func (g *garden) forOthers(a, b string) bool {
	q := g.lib.Questions[householdQuestion]
	if q == nil {
		return false
	}
	about := func(ref string) []string {
		id, _ := factOf(ref)
		return named(q, g.lib.Facts[id][0].Statement)
	}
	x, y := about(a), about(b)
	return len(x) > 0 && len(y) > 0 && !slices.ContainsFunc(x, func(key string) bool { return slices.Contains(y, key) })
}

// alike lists references to another figure: of a fact of the same register, by
// the same name.
func (g *garden) alike(ref string) (out []string) {
	tense := ref[:strings.Index(ref, ":")+1]
	own, key, _ := strings.Cut(strings.TrimPrefix(ref, tense), ".")
	register, _, _ := strings.Cut(own, "-")
	for _, id := range sortedKeys(g.lib.Facts) {
		if value, has := g.lib.Facts[id][0].Value(key); has && id != own && strings.HasPrefix(id, register+"-") {
			if mine, _ := g.lib.Facts[own][0].Value(key); mine != value {
				out = append(out, tense+id+"."+key)
			}
		}
	}
	return out
}
