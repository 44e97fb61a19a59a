package bot

import (
	"slices"
	"strings"

	"tinban/bot/understand"
	"tinban/locales"
	"tinban/msg"
)

// command0 is the whole message as a command: no marks, no leading slash.
func (t *turn) command0() string { return strings.TrimSpace(t.reading.Plain) }

// media gets words back: nothing that is sent as a picture or a voice is kept.
func (t *turn) media() bool {
	if t.in.Kind != msg.Media {
		return false
	}
	t.answerWith("media", &reply{body: t.say(locales.Media, nil), choices: []choice{t.home()}})
	return true
}

func (t *turn) started() bool {
	if t.in.Kind != msg.Started {
		return false
	}
	t.menu(locales.Welcome)
	return true
}

// empty is a message with nothing that can be read in it.
func (t *turn) empty() bool {
	if t.in.Kind == msg.Contact {
		t.menu(locales.ContactShared)
		return true
	}
	if t.reading.Plain != "" || strings.Contains(t.reading.Typed, "?") {
		return false
	}
	t.menu(locales.Empty)
	return true
}

// onlyNumber is a phone or paper number, which nobody asked for: it is not
// kept, not even in the transcript.
func (t *turn) onlyNumber() bool {
	digits := strings.ReplaceAll(t.reading.Plain, " ", "")
	if len(digits) < 7 || strings.Trim(digits, "0123456789") != "" {
		return false
	}
	t.unkept = true
	if !t.running() {
		t.menu(locales.OnlyNumber)
		return true
	}
	return t.askOn(t.say(locales.OnlyNumber, nil))
}

// commands are whole messages with one fixed meaning.
var commands = map[string]func(*turn) bool{
	"menu":       func(t *turn) bool { return t.act("home") },
	"start":      func(t *turn) bool { t.menu(locales.Welcome); return true },
	"ve dau":     func(t *turn) bool { return t.act("home") },
	"tiep":       (*turn).more,
	"xem tiep":   (*turn).more,
	"co dau":     func(t *turn) bool { return t.marks(true) },
	"khong dau":  func(t *turn) bool { return t.marks(false) },
	"english":    func(t *turn) bool { return t.speak("en") },
	"tieng anh":  func(t *turn) bool { return t.speak("en") },
	"tieng viet": func(t *turn) bool { return t.speak("") },
	"vietnamese": func(t *turn) bool { return t.speak("") },
	"vietnam":    func(t *turn) bool { return t.speak("") },
	"viet nam":   func(t *turn) bool { return t.speak("") },
	"dung":       (*turn).ambiguousDung,
	"dung roi":   (*turn).ambiguousDung,
	"vi sao":     (*turn).why,
	"vi sao hoi": (*turn).why,
	"sua":        (*turn).edit,
	"lui":        (*turn).back,
	"quay lai":   (*turn).back,
	"cau truoc":  (*turn).back,
	"lam lai":    (*turn).restart,
}

func (t *turn) command() bool {
	if strings.Trim(t.reading.Typed, " ?") == "" && t.running() {
		return t.why()
	}
	if slices.Contains(eraseWords, t.command0()) {
		return t.askForget()
	}
	if slices.Contains(nodWords, t.command0()) && t.nodded() {
		return true
	}
	do, ok := commands[t.command0()]
	return ok && do(t)
}

// eraseWords are whole messages that ask to delete everything.
var eraseWords = []string{"xoa", "xoa het", "xoa het di", "xoa tat ca", "xoa het tat ca", "xoa di"}

// nodWords are whole messages that say yes, or only that a text was read.
var nodWords = []string{"ok", "oke", "okay", "okie", "uh", "uk", "vang", "da", "da vang", "vang a", "da ok", "ok a", "dong y"}

// nodded takes a nod for thanks where nothing was asked. Whether it is a yes to a
// question is for that question to say: what is kept of people hangs on it.
func (t *turn) nodded() bool {
	if t.running() || t.st.Pending != "" || t.affirms() != "" {
		return false
	}
	menu, rest, offer := t.st.Menu, t.st.Rest, t.st.Offer
	t.answerWith("thanks", &reply{body: t.say(locales.Thanks, nil)})
	t.st.Menu, t.st.Rest, t.st.Offer = menu, rest, offer // what was shown can still be chosen
	return true
}

// speak changes the language of everything from here on. A check that is
// under way goes on in it.
func (t *turn) speak(lang string) bool {
	t.contact.Lang = lang
	t.lib = t.know.Library.In(lang)
	if t.running() {
		return t.askOn("")
	}
	t.menu(locales.Welcome)
	return true
}

// marks answers CO DAU and KHONG DAU.
func (t *turn) marks(on bool) bool {
	t.contact.Marks = on
	id := locales.MarksOff
	if on {
		id = locales.MarksOn
	}
	t.answerOrAskOn("marks", t.say(id, nil))
	return true
}

// more shows what did not fit, or the longer answer.
func (t *turn) more() bool {
	if t.st.Rest == "" {
		if t.running() {
			return t.askOn("")
		}
		if menu := t.st.Menu; len(menu) > 0 { // what was asked can still be answered
			t.answerWith("more", &reply{body: t.say(locales.NoMore, nil)})
			t.st.Menu = menu
			return true
		}
		t.menu(locales.NoMore)
		return true
	}
	menu := t.st.Menu
	t.answerWith("more", &reply{body: t.st.Rest, choices: t.offered()})
	if len(t.st.Menu) == 0 {
		t.st.Menu = menu
	}
	return true
}

// keyword starts a topic's check, or its answer, from a whole message that is
// one of its words.
func (t *turn) keyword() bool {
	if slices.Contains(t.lib.Survey, plain(t.reading.Normal)) || slices.Contains(t.lib.Survey, t.command0()) {
		return t.startSurvey()
	}
	for _, g := range t.lib.Groups {
		for _, w := range g.Words {
			if plain(w) == t.command0() {
				if g.Check != "" {
					return t.act("check:" + g.Check)
				}
				return t.act("topic:" + g.ID)
			}
		}
	}
	return false
}

// yesNo are the wordings of yes and no to "is it this?".
func (t *turn) yesNo() (yes, sure bool) {
	key, sure := understand.Choose(t.reading.Typed, []understand.Option{
		{Key: "yes", Words: []string{"phải", "có", "ừ", "vâng", "dạ", "ok", "phải rồi", "đúng rồi"}},
		{Key: "no", Words: []string{"không", "không phải", "xã khác", "sai"}},
	})
	return key == "yes", sure
}
