package course

import (
	"slices"
	"strings"
)

// Family names of A Lưới and around, without marks: Kinh, Pa Cô, Tà Ôi, Cơ Tu,
// Bru - Vân Kiều. They only weigh: a name that is not here is a name too.
var families = wordSet(`ho kan le nguyen tran pham hoang huynh phan vu vo dang bui do ngo duong ly trinh dinh doan truong cao mai
	lam luong dao ta la luu chau quynh vien blup plong poloong pơloong bnuoch aral arat zoram zơram riah alang aviet rapat
	bhriu bhling bling coor hoih hoi avo ating clau briu briuh kring kon pi ke tang tu van pâng pang can toan nghiem ton thai phung trieu
	arau arap arieng abing azieng bloong bhnuech dieu ha hien kha khuat le lo luc ma mac mong ninh nong quach quang ro sung thach than thi thieu to tong vuong xong xuan y`)

// doubleFamilies are those of two words.
var doubleFamilies = []string{"a viet", "ra pat", "a rat", "a lang", "zo ram", "po loong", "pi loong", "ra pat", "a moong", "a vo", "a ting", "bh nuoch", "a ral", "ta ngon", "a rau", "a xop", "ta du", "co lau", "co tu", "a rieng", "a kieng"}

// lead are words before a name that are no part of it; calls only where a name
// of two words or more is left.
var (
	lead  = []string{"nho ghi cho", "ghi giup cho", "ghi giup", "ghi ten hoc", "dang ky hoc", "dk hoc", "xin hoc", "ho va ten", "ho ten", "ten toi la", "toi ten la", "toi ten", "tui ten", "em ten la", "em ten", "con ten", "chau ten", "minh ten", "ten la", "toi la", "tui la", "em la", "nguoi hoc", "hoc vien", "dang ky cho", "dang ki cho", "ghi ten cho", "ghi cho", "ghi ten", "dang ky", "dang ki", "dk", "cho", "ten"}
	calls = wordSet("anh chi em chau ong ba co chu bac o con me toi tui vo chong la thay mr ms ban da thua chao alo vang nho gai trai")
)

// village names often begin with these; behind a whole name they begin a place.
var villageStarts = wordSet("a ta pa ka par pat po y ra tru cu cur ku can cun ky kan ty loa dut mu pi")

// findName takes the part that is most like a name, the first of equals.
func (p *parsing) findName() {
	if p.need&NeedName == 0 {
		return
	}
	best, at := 0, -1
	for i, c := range p.chunks {
		if c.kind != free {
			continue
		}
		if n := likeName(withoutLead(c.words)); n > best {
			best, at = n, i
		}
	}
	if at < 0 || best < sureName {
		if p.nameBehindVillage() || at < 0 {
			return
		}
	}
	if best == 1 && p.onlyPlace(p.chunks[at].words) {
		return
	}
	name := withoutLead(p.take(at).words)
	p.line.Name = title(p.parted(at, name))
}

// onlyPlace: there is nothing else to be the village, and it begins like one:
// the name is what is missing.
func (p *parsing) onlyPlace(ws []token) bool {
	rest := slices.DeleteFunc(slices.Clone(p.chunks), func(c chunk) bool { return !letters(c.words) || c.kind == commune })
	return p.need&NeedVillage != 0 && len(rest) == 1 && len(ws) > 1 && villageStarts[ws[0].bare]
}

// sureName is how much like a name a part is with a family name or a middle
// one.
const sureName = 4

// nameBehindVillage finds a name that was typed on without a comma: "thon a ka
// ho van nam".
func (p *parsing) nameBehindVillage() bool {
	for i, c := range p.chunks {
		if c.kind != village {
			continue
		}
		best, at := sureName, 0
		for k := 1; k < len(c.words)-1; k++ {
			family := familyOf(c.words[k:])
			n := likeName(c.words[k:])
			if family > 0 && middleOf(c.words[k:]) == family {
				n++ // the middle name right behind the family's
			}
			if family > 0 && n > best {
				best, at = n, k
			}
		}
		if at > 0 {
			p.chunks[i].words, p.line.Name = c.words[:at], title(c.words[at:])
			return true
		}
	}
	return false
}

// likeName weighs how much words are like a name; 0 is not at all.
func likeName(ws []token) int {
	if len(ws) == 0 || len(ws) > 7 {
		return 0
	}
	for _, w := range ws {
		if number(w.bare) >= 0 || len([]rune(w.text)) > 12 {
			return 0
		}
	}
	n := familyWeight(ws)
	if middleOf(ws) > 0 {
		n += 4
	}
	return n
}

// familyWeight is how much the first words are like a family name with another
// behind it. What begins like a village weighs less: "Căn Sâm" is one, "Căn
// Hoa" is not.
func familyWeight(ws []token) int {
	n := 1
	if len(ws) > 1 && len(ws) < 6 {
		n = 2
	}
	family, place := familyOf(ws), villageStarts[ws[0].bare]
	switch {
	case family > 0 && len(ws) > family && (!place || family > 1):
		return n + 3
	case family > 0 && len(ws) > family:
		return n + 2
	case place:
		return 1
	}
	return n
}

// familyOf is how many words the family name takes; 0 when it is not known.
func familyOf(ws []token) int {
	if len(ws) > 1 && slices.Contains(doubleFamilies, ws[0].bare+" "+ws[1].bare) {
		return 2
	}
	if families[ws[0].bare] {
		return 1
	}
	return 0
}

// middleOf is where Thị or Văn stands between a family and a given name.
func middleOf(ws []token) int {
	for i := 1; i < len(ws)-1 && i < 4; i++ {
		if middleWord(ws[i]) {
			return i
		}
	}
	return 0
}

func middleWord(w token) bool { return w.bare == "thi" || w.bare == "van" }

// withoutLead drops the words before a name.
func withoutLead(ws []token) []token {
	for again := true; again; {
		again = false
		for _, cue := range lead {
			if rest, ok := cutWords(bareOf(ws), cue); ok && len(rest) > 1 {
				ws, again = ws[len(ws)-len(rest):], true
				break
			}
		}
		if len(ws) > 2 && calls[ws[0].bare] && !again && familyOf(ws) != 2 && !middleWord(ws[1]) {
			ws, again = ws[1:], true
		}
	}
	if n := len(ws); n > 3 && ws[n-1].bare == "sinh" {
		ws = ws[:n-1] // a date stood behind it
	}
	return withoutRest(ws, 2)
}

// withoutRest ends a name or a place where a sentence goes on.
func withoutRest(ws []token, least int) []token {
	for i := least; i < len(ws); i++ {
		if goesOn[ws[i].bare] || ws[i].text == "ạ" || i+1 < len(ws) && goesOnWith[ws[i].bare+" "+ws[i+1].bare] {
			return ws[:i]
		}
	}
	return ws
}

var (
	goesOn     = wordSet("muon xin nhe voi nguoi")
	goesOnWith = map[string]bool{"dang ky": true, "dang ki": true, "ghi ten": true, "di hoc": true, "cho toi": true, "hoc nghe": true, "hoc lop": true, "thi tran": true, "sinh ngay": true, "ngay sinh": true}
)

// parted takes a village off the end of a name when nothing else can be one:
// "kan thi hoa a ka". It goes back to the list, in the place of the name.
func (p *parsing) parted(at int, name []token) []token {
	middle := middleOf(name)
	other := slices.ContainsFunc(p.chunks, func(c chunk) bool { return c.kind == village || c.kind == free && letters(c.words) })
	if p.need&NeedVillage == 0 || other || middle == 0 {
		return name
	}
	for k := middle + 2; k < len(name); k++ {
		if villageStarts[name[k].bare] {
			p.chunks = slices.Insert(p.chunks, at, chunk{kind: village, words: name[k:]})
			return name[:k]
		}
	}
	return name
}

// PlausibleName reads a name that was asked for alone; empty when the text is
// rather something else, a question for one.
func PlausibleName(typed string) string {
	list := segments(typed)
	if len(list) != 1 || Asks(typed) || strings.ContainsAny(typed, "0123456789") {
		return ""
	}
	whole := &parsing{chunks: []chunk{{words: list[0]}}}
	if whole.dropEmpty(); len(whole.chunks) == 0 || whole.line.NotKnown {
		return ""
	}
	name := withoutLead(list[0])
	kin := !slices.ContainsFunc(name, func(w token) bool { return !calls[w.bare] && w.bare != "noi" && w.bare != "ngoai" })
	if likeName(name) == 0 || kin { // "bà nội" is no name
		return ""
	}
	return title(name)
}

// Asks reports whether a text has words of a question or an answer that are in
// no name and no village.
func Asks(typed string) bool {
	said := " " + plain(typed) + " "
	return strings.Contains(typed, "?") || slices.ContainsFunc(asking, func(q string) bool { return strings.Contains(said, " "+q+" ") })
}

// asking are words of questions and answers that are in no name.
var asking = []string{"khong", "bao nhieu", "the nao", "o dau", "khi nao", "dong y", "hoc phi", "hoc nghe", "lop nao", "lop nay", "nghe gi", "lam sao", "duoc chua", "may thang",
	"bao gio", "may gio", "may ngay", "may nguoi", "bao lau", "ngay nao", "hom nao", "luc nao", "nam nao", "cho nao", "o mo", "khi mo", "ai duoc", "ai day", "lam gi", "la gi",
	"hoc gi", "lop gi", "gi vay", "tai sao", "vi sao", "duoc ko", "mat tien", "may tien", "bn tien", "co tien", "ho tro", "con cho"}
