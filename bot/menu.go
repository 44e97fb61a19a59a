package bot

import (
	"strings"
	"unicode"

	"tinban/locales"
	"tinban/msg"
	"tinban/sms/text"
)

// plain is a text as a command is compared: lower case, no marks, one blank
// between words.
func plain(s string) string {
	keep := func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return ' '
	}
	return strings.Join(strings.Fields(strings.Map(keep, text.Strip(s))), " ")
}

// menu shows the topics, with something said before them.
func (t *turn) menu(id locales.ID) {
	t.st = state{Commune: t.st.Commune}
	r := &reply{body: t.say(id, nil)}
	for _, g := range t.lib.Groups {
		if g.Menu > 0 {
			r.choices = append(r.choices, choice{"topic:" + g.ID, g.Title})
		}
	}
	r.choices = append(r.choices, choice{"survey", t.say(locales.SurveyTitle, nil)}, choice{"news", t.say(locales.NewsTitle, nil)})
	r.must = len(r.choices)
	if t.sms() {
		r.foot = t.say(locales.MenuFoot, nil)
	} else {
		r.buttons = []choice{t.person()}
	}
	t.answerWith("menu", r)
}

func (t *turn) home() choice   { return choice{"home", t.say(locales.Home, nil)} }
func (t *turn) person() choice { return choice{"human", t.say(locales.Person, nil)} }

// button runs a pressed button of ours. One that no longer means anything
// leads home.
func (t *turn) button() bool {
	if t.in.Kind != msg.Choice {
		return false
	}
	if !t.act(t.in.Choice) {
		t.menu(locales.OldButton)
	}
	return true
}

// digits runs one or more digits, each on the question the one before it led
// to: "1 5 2" answers three questions in one SMS.
func (t *turn) digits() bool {
	for i, d := range t.reading.Digits {
		if t.press(d) {
			continue
		}
		if i == 0 && len(t.st.Menu) == 0 && !t.running() {
			t.digitAlone()
			return true
		}
		t.badDigit(d)
		return true
	}
	return len(t.reading.Digits) > 0
}

// digitAlone is a digit to a message that showed no choices: they are shown
// now, if there were any that it had no room for.
func (t *turn) digitAlone() {
	if more := t.offered(); len(more) > 0 {
		rest := t.st.Rest
		t.answerWith("offer", &reply{body: t.say(locales.AskBack, nil), choices: more, must: len(more), rest: rest})
		return
	}
	t.menu(locales.DigitNoMenu)
}

func (t *turn) press(d int) bool {
	switch {
	case d == 0:
		return t.act("home")
	case d <= len(t.st.Menu):
		return t.act(t.st.Menu[d-1])
	case d == 8 && t.st.Asked != "" && !t.running():
		return t.act("notthis")
	case d == 9:
		return t.act("human")
	}
	return false
}

// badDigit says so and shows the same choices again.
func (t *turn) badDigit(d int) {
	said := t.say(locales.BadDigit, locales.Vars{"N": d})
	if len(t.st.Menu) == 0 {
		said = t.say(locales.DigitNoMenu, nil)
	}
	if t.running() {
		t.askOn(said)
		return
	}
	if t.reply != nil {
		t.notice = said
		return
	}
	again := t.shown()
	t.answerWith("bad_digit", &reply{body: said, choices: again, must: len(again)})
}

// actions are what a button's key, or a digit, can stand for outside a check.
// It is filled at start because some of them lead back to act.
var actions map[string]func(t *turn, arg string) bool

func init() {
	done := func(do func(*turn)) func(*turn, string) bool {
		return func(t *turn, _ string) bool { do(t); return true }
	}
	actions = map[string]func(*turn, string) bool{
		"home":    done((*turn).goHome),
		"topic":   (*turn).topic,
		"ask":     (*turn).answer,
		"mean":    (*turn).chosen,
		"check":   (*turn).startCheck,
		"old":     (*turn).oldConditions,
		"survey":  func(t *turn, _ string) bool { return t.startSurvey() },
		"see":     (*turn).seeProgramme,
		"need":    (*turn).need,
		"needs":   (*turn).needsChosen,
		"found":   (*turn).found,
		"human":   done((*turn).handOver),
		"more":    func(t *turn, _ string) bool { return t.more() },
		"stop":    done((*turn).stopNews),
		"forget":  done((*turn).forget),
		"notthis": done((*turn).notThis),
		"again":   done((*turn).askAgain),
		"give":    done((*turn).give),
		"here":    (*turn).here,
	}
}

// act runs one action: the key of a button, or what a digit stands for.
func (t *turn) act(action string) bool {
	verb, arg, _ := strings.Cut(action, ":")
	if do, ok := actions[verb]; ok {
		return do(t, arg)
	}
	return t.actInCheck(verb, arg) || t.roomAction(verb, arg)
}

func (t *turn) askAgain() {
	t.answerWith("again", &reply{body: t.say(locales.AskAgain, nil)})
}

// chosen answers the question that was asked, under the label offered for it.
func (t *turn) chosen(id string) bool {
	if t.lib.Label(id) == nil {
		return false
	}
	t.answerLabel(id)
	return true
}

func (t *turn) goHome() {
	if t.running() {
		t.menu(locales.LeftCheck)
		return
	}
	t.menu(locales.Menu)
}

// topic opens a topic of the menu: its main answer.
func (t *turn) topic(id string) bool {
	g := t.lib.Group(id)
	return g != nil && t.answer(g.Main)
}
