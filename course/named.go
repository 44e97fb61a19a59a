package course

import (
	"slices"
	"strings"
)

// What people write to get onto a list: which course they mean, whether they
// ask to be on it, and what of a line read back to them is wrong.

// beforeTrade are words behind which one syllable is a trade: "học may". Alone
// it is more often something else, without marks: "mấy", "điện", "tiền".
var beforeTrade = wordSet("hoc lop nghe lam tho day")

// Named lists those of some courses of which a text says the trade or the
// name.
func Named(typed string, list []Course) (named []Course) {
	said, found := words(plain(typed)), tradesIn(typed)
	for _, c := range list {
		byTrade := slices.ContainsFunc(found, func(h hit) bool { return h.trade.ID == c.Trade && surely(h, said) })
		if byTrade || saysName(said, words(plain(c.Called()))) {
			named = append(named, c)
		}
	}
	return named
}

// NamesTrade is the trade of the list that a text says and nothing else.
func NamesTrade(typed string) (Trade, bool) {
	t := TradeOf(typed)
	return t, !t.Other && len(words(plain(typed))) <= mostTradeWords
}

// mostTradeWords is how long a trade's name is at most.
const mostTradeWords = 5

// surely: a single syllable counts only where it cannot be another word.
func surely(h hit, said []string) bool {
	return h.to-h.from > 1 || len(said) == 1 || h.from > 0 && beforeTrade[said[h.from-1]]
}

// saysName: the text holds the name, or is a part of it: "bo lon ga".
func saysName(said, name []string) bool {
	holds := func(whole, part []string) bool {
		return len(part) > 1 && phraseIn(whole, []string{strings.Join(part, " ")}) >= 0
	}
	return holds(said, name) || holds(name, said)
}

// joining are the ways to ask for a place on a list.
var joining = []string{
	"ghi ten", "ghi danh", "dang ky", "dang ki", "dk", "xin hoc", "xin di hoc", "xin vao", "xin theo hoc", "xin duoc hoc", "muon hoc", "muon di hoc",
	"muon vao", "muon theo hoc", "cho toi hoc", "cho em hoc", "cho con hoc", "cho toi vao", "nop don hoc",
}

// otherMatters make of the same words a question about money and papers, or
// something else that one signs up for.
var otherMatters = []string{
	"ho tro", "tro cap", "bao nhieu", "bao tien", "may tien", "tien", "hoc phi", "mien phi", "chi phi", "le phi", "mat phi", "giay to", "giay chi", "thu tuc",
	"ho so", "dieu kien", "doi tuong", "ai duoc", "nhung ai", "che do", "quyen loi", "uu dai", "vay von", "vay tien", "cho vay", "duoc vay", "dang ky vay",
	"muon vay", "lai suat", "von", "giong", "vat tu", "chuong trai", "ho ngheo", "can ngheo", "thoat ngheo", "du an", "mo hinh", "xuat khau", "xkld",
	"nuoc ngoai", "han quoc", "nhat ban", "dai loan", "bao hiem", "chung chi", "viec lam", "may tuoi", "bao tuoi", "tuoi", "co duoc", "duoc khong",
	"duoc ko", "duoc gi", "nhan tin", "tin tuc",
}

// notJoining say that somebody is on a list, or does not want to be.
var notJoining = []string{
	"da ghi", "da dang", "ghi ten roi", "dang ky roi", "dang ki roi", "ghi roi", "khong muon", "khong ghi", "khong dang", "khong hoc", "khong duoc", "ko muon",
	"k muon", "khong con", "thoi", "bo ten", "rut ten", "huy", "xoa", "chua duoc", "bi lo", "sao chua",
}

// politely: "cho toi ghi ten duoc khong" asks for it all the same.
var politely = []string{"cho toi", "cho em", "cho minh", "cho tui", "cho con"}

// WantsIn reports whether a text asks for a place on a list, and for nothing
// else.
func WantsIn(typed string) bool {
	said := words(plain(typed))
	if phraseIn(said, politely) >= 0 && len(said) > 2 && (said[len(said)-2] == "duoc" && said[len(said)-1] == "khong") {
		said = said[:len(said)-2]
	}
	return phraseIn(said, joining) >= 0 && phraseIn(said, otherMatters) < 0 && phraseIn(said, notJoining) < 0
}

// Parts of a line as people call them.
var partNames = []struct {
	need  Need
	words []string
}{
	{NeedName, []string{"ho va ten", "ho ten", "ten"}},
	{NeedYear, []string{"nam sinh", "ngay sinh", "nam", "tuoi"}},
	{NeedVillage, []string{"dia chi", "cho o", "thon", "ban", "lang"}},
}

var (
	complaints = []string{"khong dung", "chua dung", "sai", "nham", "sua", "doi"}
	fillers    = []string{"thoi", "da", "phai la", "bi", "lai", "roi", "r", "la", "thanh", "moi", "thi", "ghi", "viet", "cua toi", "toi", "cho toi", "phai"}
	fillersEnd = wordSet("roi r a nhe moi dung ha")
)

// Complaint reads "sai ten roi", "sua nam sinh 1991": which part is wrong, 0 when
// it does not say, and what it should be, if it says that.
func Complaint(typed string) (part Need, rest string, ok bool) {
	var ws []token
	for _, s := range segments(typed) {
		ws = append(ws, s...)
	}
	for len(ws) > 0 {
		n := 0
		if k := beginning(ws, complaints); k > 0 {
			ok, n = true, k
		}
		for _, p := range partNames {
			if k := beginning(ws, p.words); n == 0 && part == 0 && k > 0 {
				part, n = p.need, k
			}
		}
		if n == 0 {
			n = beginning(ws, fillers)
		}
		if n == 0 {
			break
		}
		ws = ws[n:]
	}
	for len(ws) > 0 && fillersEnd[ws[len(ws)-1].bare] {
		ws = ws[:len(ws)-1]
	}
	var left []string
	for _, w := range ws {
		left = append(left, w.text)
	}
	return part, strings.Join(left, " "), ok || part != 0 && len(ws) == 0
}

// beginning is how many words the first of the phrases takes that words begin
// with.
func beginning(ws []token, phrases []string) int {
	bare := bareOf(ws)
	for _, phrase := range phrases {
		want := strings.Fields(phrase)
		if len(want) <= len(bare) && slices.Equal(bare[:len(want)], want) {
			return len(want)
		}
	}
	return 0
}

// NameOrVillage judges words that came alone: a name, a village, or either.
func NameOrVillage(typed string) (name, village bool) {
	list := segments(typed)
	if len(list) != 1 {
		return true, false
	}
	ws := withoutLead(list[0])
	switch {
	case likeName(ws) > sureName:
		return true, false
	case villageStarts[ws[0].bare]:
		return false, true
	}
	return true, true
}

// whenAndWhere are questions that a course itself answers.
var whenAndWhere = []string{
	"bao gio", "khi nao", "khi mo", "ngay nao", "hom nao", "luc nao", "thang may", "o dau", "o mo", "cho nao", "may thang", "bao lau", "may ngay", "con cho", "may cho",
}

// mostAskWords: longer questions are about more than a course.
const mostAskWords = 7

// AsksWhen reports whether a text asks when, where or how long a course is.
func AsksWhen(typed string) bool {
	said := words(plain(typed))
	return len(said) <= mostAskWords && phraseIn(said, whenAndWhere) >= 0 && phraseIn(said, otherMatters) < 0
}
