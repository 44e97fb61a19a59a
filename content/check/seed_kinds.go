package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"tinban/content"
)

// plant lists every fault that could be made, record by record. The names of
// the kinds are for those who keep the content.
func (g *garden) plant() {
	said := g.saidFacts()
	for at, r := range g.records {
		switch {
		case r.lang != "":
			g.plantTranslation(at, r)
		case r.list == "facts":
			g.plantFact(at, r.node, said)
		case r.list == "answers":
			g.plantAnswer(at, r.node)
		case r.list == "rules":
			g.plantRule(at, r.node)
		case r.list == "offices" || r.list == "communes":
			g.plantOffice(at, r)
		case r.list == "questions":
			g.plantQuestion(at, r.node)
		}
		if r.lang == "" && slices.Contains(textLists, r.list) {
			g.plantTexts(at, r)
		}
	}
	g.plantExamples()
}

func (g *garden) seed(at int, kind, what string, spoil func(n node)) {
	g.seeds[kind] = append(g.seeds[kind], seed{kind: kind, what: g.name(at) + ", " + what, at: at, spoil: func(n node) node {
		spoil(n)
		return n
	}})
}

// drop seeds the loss of a whole record.
func (g *garden) drop(at int, kind string) {
	g.seeds[kind] = append(g.seeds[kind], seed{kind: kind, what: g.name(at), at: at, spoil: func(node) node { return nil }})
}

// lose seeds the loss of a field.
func (g *garden) lose(at int, kind string, fields ...string) {
	for _, field := range fields {
		if has := g.records[at].node[field]; has != nil && has != "" {
			g.seed(at, kind, field, func(n node) { delete(n, field) })
		}
	}
}

func (g *garden) name(at int) string {
	n := g.records[at].node
	return strings.TrimSpace(fmt.Sprintf("%s %v %v", g.records[at].list, n["id"], orNothing(n["from"])))
}

func orNothing(v any) any {
	if v == nil {
		return ""
	}
	return v
}

// saidFacts is the facts that a text names.
func (g *garden) saidFacts() map[string]bool {
	said := map[string]bool{}
	for _, r := range g.records {
		leaves(r.node, nil, func(_ []any, text string) {
			for _, ref := range content.References(text) {
				if id, ok := factOf(ref); ok {
					said[id] = true
				}
			}
		})
	}
	return said
}

// leaves visits every text of a tree, with the way to it.
func leaves(v any, way []any, visit func(way []any, text string)) {
	switch v := v.(type) {
	case string:
		visit(slices.Clone(way), v)
	case node:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			leaves(v[key], append(way, key), visit)
		}
	case []any:
		for i := range v {
			leaves(v[i], append(way, i), visit)
		}
	}
}

// end is what lies at the end of a way.
func end(v any, way []any) any {
	for _, step := range way {
		switch s := step.(type) {
		case string:
			v = v.(node)[s]
		case int:
			v = v.([]any)[s]
		}
	}
	return v
}

// putAt sets what lies at the end of a way.
func putAt(v any, way []any, to any) {
	last := len(way) - 1
	switch s := way[last].(type) {
	case string:
		end(v, way[:last]).(node)[s] = to
	case int:
		end(v, way[:last]).([]any)[s] = to
	}
}

var phoneValue = regexp.MustCompile(`^[0-9][0-9 .]{6,}[0-9]$`)

func (g *garden) plantFact(at int, n node, said map[string]bool) {
	values, _ := n["values"].(node)
	for _, key := range sortedKeys(values) {
		value, _ := values[key].(string)
		kind := "dữ kiện: sai một chữ số"
		if phoneValue.MatchString(value) {
			kind = "dữ kiện: sai một số điện thoại"
		}
		for i, r := range value {
			if '0' <= r && r <= '9' {
				other := value[:i] + string('0'+(r-'0'+1)%10) + value[i+1:]
				g.seed(at, kind, key+": "+other, func(n node) { n["values"].(node)[key] = other })
			}
		}
	}
	derived, _ := n["derived"].(node)
	for _, key := range sortedKeys(derived) {
		g.seed(at, "dữ kiện: mất cách tính", key, func(n node) { delete(n["derived"].(node)[key].(node), "how") })
	}
	g.moveDates(at, n, "dữ kiện: lệch ngày")
	g.lose(at, "dữ kiện: mất văn bản hoặc điều mục", "doc", "section")
	g.lose(at, "dữ kiện: mất lần soát", "reviewed")
	if id, _ := n["id"].(string); said[id] {
		g.lose(at, "dữ kiện: mất dấu duyệt", "hash")
		g.drop(at, "dữ kiện: mất cả mục")
		g.seed(at, "dữ kiện: không được nói", "internal", func(n node) { n["use"] = "internal" })
		g.seed(at, "dữ kiện: chưa chắc", "low", func(n node) { n["confidence"] = "low" })
	}
}

// moveDates moves the ends of a period by a day and by a year.
func (g *garden) moveDates(at int, n node, kind string) {
	for _, end := range []string{"from", "to"} {
		day, err := time.Parse(time.DateOnly, fmt.Sprint(n[end]))
		if err != nil {
			continue
		}
		for _, m := range []struct{ years, days int }{{0, 1}, {0, -1}, {1, 0}, {-1, 0}} {
			other := day.AddDate(m.years, 0, m.days).Format(time.DateOnly)
			g.seed(at, kind, end+": "+other, func(n node) { n[end] = other })
		}
	}
}

func (g *garden) plantOffice(at int, r *record) {
	if r.node["to"] == nil {
		g.seed(at, "cơ quan, xã: hết mà không ai thay", "to", func(n node) { n["to"] = "2025-12-31" })
	}
	g.lose(at, "cơ quan, xã: mất nơi thay", "successor")
	if r.node["successor"] != nil {
		g.seed(at, "cơ quan, xã: nơi thay không có", "successor", func(n node) { n["successor"] = "khong-co" })
	}
}

// textLists are the records that speak to residents, textFields what is read
// or heard of them.
var textLists = []string{"answers", "rules", "questions", "notes"}

var textFields = []string{"long", "short", "loud", "ask", "why", "unknown_help"}

// added are sentences that no text may hold, by the kind of fault.
var added = map[string]string{
	"lời: con số gõ tay":           "Được vay 50 triệu đồng.",
	"lời: con số viết bằng chữ":    "Được vay năm mươi triệu đồng.",
	"lời: từ của cơ quan":          "Đối tượng thụ hưởng thì hỏi xã.",
	"lời: bỏ dấu thành \"dung\"":   "Nhà mình sử dụng cho hợp lý.",
	"lời: bỏ dấu thành trái ngược": "Bà con chớ vay.",
	"lời: câu quá dài":             strings.Repeat("trồng lúa và nuôi bò ", 6) + "nữa.",
}

func (g *garden) plantTexts(at int, r *record) {
	leaves(r.node, nil, func(way []any, text string) {
		field, _ := way[len(way)-1].(string)
		if !slices.Contains(textFields, field) || text == "" || way[0] == "tests" {
			return
		}
		where := fmt.Sprint(way...)
		for _, kind := range sortedKeys(added) {
			g.seed(at, kind, where, func(n node) { putAt(n, way, text+" "+added[kind]) })
		}
		if r.list != "answers" {
			return
		}
		switch field {
		case "short":
			g.seed(at, "lời: tin SMS quá dài", where, func(n node) { putAt(n, way, text+strings.Repeat(" Lúa ngô khoai sắn, trâu bò lợn gà.", 9)) })
		case "loud":
			g.seed(at, "loa: đọc quá một phút", where, func(n node) { putAt(n, way, text+strings.Repeat(" Lúa ngô khoai sắn, trâu bò lợn gà.", 16)) })
			g.seed(at, "loa: có dấu ngoặc", where, func(n node) { putAt(n, way, text+" (Hỏi xã.)") })
			g.seed(at, "loa: có gạch đầu dòng", where, func(n node) { putAt(n, way, text+"\n• Hỏi xã.") })
			g.seed(at, "loa: có địa chỉ mạng", where, func(n node) { putAt(n, way, text+" Xem hue.gov.vn.") })
		}
	})
}

func (g *garden) plantRule(at int, n node) {
	g.lose(at, "quy tắc: mất ngày soát", "reviewed", "review_months")
	g.lose(at, "quy tắc: mất ca thử", "tests")
	g.moveDates(at, n, "quy tắc: lệch ngày")
	g.plantCriteria(at, n, []any{"criteria"})
	for _, v := range sortedKeys(asNode(n["verdicts"])) {
		g.seed(at, "quy tắc: mất lời của một kết quả", v, func(n node) { delete(n["verdicts"].(node), v) })
	}
	for i, gate := range nodes(n["gates"]) {
		g.seed(at, "quy tắc: chốt mất căn cứ", fmt.Sprint(gate["id"]), func(n node) { delete(nodes(n["gates"])[i], "basis") })
		g.seed(at, "quy tắc: chốt mất lời", fmt.Sprint(gate["id"]), func(n node) { delete(nodes(n["gates"])[i], "say") })
	}
	for i, t := range nodes(n["tests"]) {
		other := "likely"
		if t["verdict"] == other {
			other = "unlikely"
		}
		g.seed(at, "quy tắc: ca thử đòi kết quả khác", fmt.Sprint(t["name"]), func(n node) { nodes(n["tests"])[i]["verdict"] = other })
	}
}

func asNode(v any) node {
	n, _ := v.(node)
	return n
}

// plantCriteria drops conditions, their grounds, and swaps what meets them.
func (g *garden) plantCriteria(at int, n node, way []any) {
	list := items(end(n, way))
	for i, c := range nodes(end(n, way)) {
		id, here := fmt.Sprint(c["id"]), append(slices.Clone(way), i)
		if len(list) > 1 {
			g.seed(at, "quy tắc: mất một điều kiện", id, func(n node) { putAt(n, way, withoutItem(end(n, way), i)) })
		}
		for _, field := range []string{"basis", "facts", "say_unmet", "label"} {
			if c[field] != nil && (field != "say_unmet" || c["unmet"] != nil) { // what cannot be unmet needs no words for it
				g.seed(at, "quy tắc: điều kiện mất "+field, id, func(n node) { delete(end(n, here).(node), field) })
			}
		}
		if c["met"] != nil && c["unmet"] != nil {
			g.seed(at, "quy tắc: đạt và không đạt đổi chỗ", id, func(n node) {
				c := end(n, here).(node)
				c["met"], c["unmet"] = c["unmet"], c["met"]
			})
		}
		for _, below := range []string{"any", "all"} {
			if c[below] != nil {
				g.plantCriteria(at, n, append(slices.Clone(here), below))
			}
		}
	}
}

func (g *garden) plantQuestion(at int, n node) {
	for i, o := range nodes(n["options"]) {
		key := fmt.Sprint(o["key"])
		g.seed(at, "câu hỏi: mất một lựa chọn", key, func(n node) { n["options"] = withoutItem(n["options"], i) })
		g.seed(at, "câu hỏi: lựa chọn quá dài", key, func(n node) {
			nodes(n["options"])[i]["label"] = "Nhà không có tên trong danh sách nào"
		})
	}
}

func (g *garden) plantTranslation(at int, r *record) {
	leaves(r.node, nil, func(way []any, text string) {
		field, _ := way[len(way)-1].(string)
		if !slices.Contains(textLists, r.list) || !slices.Contains(textFields, field) {
			return
		}
		where := fmt.Sprint(way...)
		g.seed(at, "bản dịch: còn chữ chưa dịch", where, func(n node) { putAt(n, way, text+" Ask the trưởng thôn.") })
		for _, ref := range factReferences(text) {
			g.seed(at, "bản dịch: bỏ sót con số", where+" "+ref, func(n node) { putAt(n, way, strings.ReplaceAll(text, ref, "this")) })
			for _, other := range g.alike(ref[1 : len(ref)-1]) {
				if !strings.Contains(text, "{"+other+"}") {
					g.seed(at, "bản dịch: nói dữ kiện khác", where+" "+other, func(n node) { putAt(n, way, strings.ReplaceAll(text, ref, "{"+other+"}")) })
				}
			}
		}
	})
	if r.list == "facts" {
		for _, key := range sortedKeys(asNode(r.node["values"])) {
			value, _ := r.node["values"].(node)[key].(string)
			if i := strings.IndexAny(value, "0123456789"); i >= 0 {
				other := value[:i] + string('0'+(value[i]-'0'+1)%10) + value[i+1:]
				g.seed(at, "bản dịch: sai một chữ số", key+": "+other, func(n node) { n["values"].(node)[key] = other })
			}
		}
	}
}

// plantExamples gives the question of one label to another, without marks and
// from back to front.
func (g *garden) plantExamples() {
	kind := "câu mẫu: câu hỏi của nhãn khác"
	labels := g.lib.Labels
	for i, id := range sortedKeys(g.lib.Answers) {
		a := g.lib.Answers[id][0]
		for k, ask := range a.Asks {
			other := labels[(i+k)%len(labels)].ID
			words := bareWords(ask)
			if other == a.Label() || len(words) < 2 {
				continue
			}
			slices.Reverse(words)
			line := content.Example{Label: other, Text: strings.Join(words, " ")}
			g.seeds[kind] = append(g.seeds[kind], seed{kind: kind, what: line.Label + ": " + line.Text, example: &line})
		}
	}
}
