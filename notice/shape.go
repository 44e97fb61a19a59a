package notice

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tinban/locales"
	"tinban/msg"
	"tinban/sms/text"
)

// Forms is one notice as each phone of a commune gets it, letter by letter.
type Forms struct {
	Chat    string       `json:"chat"`
	Buttons []msg.Button `json:"buttons"`
	// Bare is the chat without buttons.
	Bare      string `json:"bare"`
	Brandname string `json:"brandname"` // SMS from our name, which nobody can answer
	TwoWay    string `json:"twoway"`    // SMS from a number of ours
	Speaker   string `json:"speaker"`   // to be read out; nothing is sent
}

// Forms makes every form of a notice for a commune.
func (b *Board) Forms(n Notice, commune string) Forms {
	name, _ := b.Commune(commune)
	vars := locales.Vars{
		"Commune": name, "Text": closed(n.Text), "Code": n.Code, "Old": n.Corrected, "Name": b.Brand, "Number": b.Number,
	}
	chat, brand, two, read := formTexts(n.Kind)
	f := Forms{
		Chat: b.Say.Say(chat, vars), Buttons: b.buttons(n),
		Brandname: oneLine(b.Say.Say(brand, vars)), TwoWay: oneLine(b.Say.Say(two, vars)),
	}
	f.Bare = f.Chat + "\n" + b.Say.Say(locales.NoticeChatStop, nil)
	vars["Text"] = spoken(closed(n.Text))
	f.Speaker = b.Say.Say(read, vars)
	return f
}

func formTexts(k Kind) (chat, brand, two, read locales.ID) {
	switch k {
	case Emergency:
		return locales.NoticeUrgentChat, locales.NoticeUrgentBrand, locales.NoticeUrgentTwoWay, locales.NoticeUrgentSpeaker
	case Correction:
		return locales.NoticeFixChat, locales.NoticeFixBrand, locales.NoticeFixTwoWay, locales.NoticeFixSpeaker
	}
	return locales.NoticeChat, locales.NoticeBrand, locales.NoticeTwoWay, locales.NoticeSpeaker
}

// buttons under the chat form. What they do is the conversation's.
func (b *Board) buttons(n Notice) (list []msg.Button) {
	if n.Kind == Meeting {
		list = append(list, msg.Button{Key: "come:" + string(n.ID), Label: b.Say.Say(locales.NoticeCome, nil)})
	}
	list = append(list, msg.Button{Key: "nask:" + string(n.ID), Label: b.Say.Say(locales.NoticeAskMore, nil)})
	if n.Kind != Emergency {
		list = append(list, msg.Button{Key: "stopwhich:" + string(n.Topic), Label: b.Say.Say(locales.NoticeStop, nil)})
	}
	return list
}

// form is what goes out by a route.
func (f Forms) form(r Route) (body string, buttons []msg.Button, parts int) {
	switch {
	case r.Kind == msg.Chat && r.Buttons:
		return f.Chat, f.Buttons, 0
	case r.Kind == msg.Chat:
		return f.Bare, nil, 0
	case r.Class == msg.Brandname:
		return f.Brandname, nil, Parts(f.Brandname)
	}
	return f.TwoWay, nil, Parts(f.TwoWay)
}

// Parts is how many SMS a text takes.
func Parts(s string) int { return len(text.Split(s).Parts) }

// oneLine is a text as it goes by SMS.
func oneLine(s string) string { return strings.Join(strings.Fields(text.Strip(s)), " ") }

// tidy is a text as it is kept.
func tidy(s string) string {
	lines := strings.Split(norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n")), "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.Fields(lines[i]), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// closed ends a text as a sentence, because more follows.
func closed(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}

var (
	spokenTime = regexp.MustCompile(`\b(\d{1,2})[hg](\d{2})?($|[^\p{L}\d])`)
	spokenDay  = regexp.MustCompile(`(ngày )?\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b`)
	spokenHall = regexp.MustCompile(`\bUBND\b`)
)

// spoken writes out what is read aloud otherwise than it is written.
func spoken(s string) string {
	s = spokenTime.ReplaceAllStringFunc(s, func(m string) string {
		hm := spokenTime.FindStringSubmatch(m)
		return strings.TrimSpace(hm[1]+" giờ "+hm[2]) + hm[3]
	})
	s = spokenDay.ReplaceAllStringFunc(s, func(m string) string {
		d := spokenDay.FindStringSubmatch(m)
		said := "ngày " + d[2] + " tháng " + d[3]
		if d[4] != "" {
			said += " năm " + d[4]
		}
		return said
	})
	return spokenHall.ReplaceAllString(s, "Ủy ban")
}
