package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"tinban/locales"
	"tinban/msg"
	"tinban/sms/text"
)

// choice is one thing the resident can do next: a digit, or a button.
type choice struct{ action, label string }

// reply is what is said, before it has its final form.
type reply struct {
	head      string // names what it answers; comes first
	body      string
	tail      string   // what must be seen whatever is cut: the source
	foot      string   // the same, after the choices
	person    bool     // tell of "9" by SMS, where there is room
	rest      string   // what TIEP shows after the body
	choices   []choice // 1, 2, 3 …
	must      int      // how many choices may never be left out
	buttons   []choice // on a chat only; by SMS there is a command for each
	askNumber bool     // a chat offers to share the own phone number
	inPlace   bool     // on a chat it is shown where the last one was, which it only changes
	stays     bool     // its buttons stay when something else is said: one of them stops what is wrong
}

// Shaped is a message in its final form, with its parts when it goes by SMS.
type Shaped struct {
	Outbound msg.Outbound
	Message  text.Message
}

// Parts an SMS may have: without marks, and with, where a letter costs twice.
const (
	maxParts       = 2
	maxPartsMarked = 4
)

// replyLife is how long an answer is worth sending.
const replyLife = 24 * time.Hour

// answerWith sets the reply; from now on digits mean its choices.
func (t *turn) answerWith(kind string, r *reply) {
	t.outcome.Kind = kind
	t.reply = r
	t.setMenu(r.choices)
	t.st.Rest = r.rest
}

// setMenu makes digits mean choices. What they are called is kept beyond a reply
// that shows none, because the menu may be too.
func (t *turn) setMenu(choices []choice) {
	t.st.Menu = nil
	if len(choices) > 0 {
		t.st.Labels = labels{}
	}
	for _, c := range choices {
		t.st.Menu = append(t.st.Menu, c.action)
		t.st.Labels[c.action] = c.label
	}
}

// shown are the choices that digits mean now, as they were shown.
func (t *turn) shown() (out []choice) {
	for _, action := range t.st.Menu {
		if t.st.Labels[action] == "" {
			return nil
		}
		out = append(out, choice{action, t.st.Labels[action]})
	}
	return out
}

// shape gives the reply its final text.
func (t *turn) shape() []Shaped {
	if t.sms() {
		return []Shaped{t.shapeSMS()}
	}
	return []Shaped{t.shapeChat()}
}

// shapeSMS fits the reply into its parts. What gives way first is the offer of
// a person, then choices from the end; the body is cut last, for TIEP. An
// answer that fits one SMS takes one: what it could have offered beside comes
// with TIEP.
func (t *turn) shapeSMS() Shaped {
	r, parts := t.reply, maxParts
	if t.contact.Marks {
		parts = maxPartsMarked
	}
	head, body := t.heading(), r.body
	if !t.contact.Marks {
		head, body = text.Strip(head), text.Strip(body) // once, and not at each try
	}
	n, person, ok := t.sparing(head, body, 1)
	if !ok {
		n, person, _ = t.sparing(head, body, parts)
	}
	shown, rest := text.Fit(t.heading(), r.body, t.smsTail(n, person), t.say(locales.More, nil), parts, t.contact.Marks)
	t.trimMenu(n)
	if rest != "" {
		t.st.Rest = join("\n", rest, r.rest)
	}
	out, m := t.outbound(shown, nil), text.Split(shown)
	out.Parts = len(m.Parts)
	return Shaped{out, m}
}

// sparing finds how many choices, and whether a person, can be shown in so many
// parts; not ok when the body would have to be cut.
func (t *turn) sparing(head, body string, parts int) (choices int, person, ok bool) {
	r := t.reply
	if alone, _ := text.GSM7.Limits(); parts == 1 && utf8.RuneCountInString(body) > alone {
		return 0, false, false
	}
	fits := func(n int, person bool) bool {
		return text.Fits(head, body, t.smsTail(n, person), parts, t.contact.Marks)
	}
	if r.person && fits(len(r.choices), true) {
		return len(r.choices), true, true
	}
	for n := len(r.choices); n > r.must; n-- {
		if fits(n, false) {
			return n, false, true
		}
	}
	return min(r.must, len(r.choices)), false, fits(r.must, false)
}

// whole says that the reply goes out with nothing cut or left out.
func (t *turn) whole() bool {
	if !t.sms() {
		return true
	}
	parts := maxParts
	if t.contact.Marks {
		parts = maxPartsMarked
	}
	n, _, ok := t.sparing(t.heading(), t.reply.body, parts)
	return ok && n == len(t.reply.choices)
}

// trimMenu forgets choices there was no room to show.
func (t *turn) trimMenu(n int) {
	if n < len(t.reply.choices) && n < len(t.st.Menu) {
		t.st.Menu = t.st.Menu[:n]
	}
}

func (t *turn) heading() string {
	head := t.reply.head
	if head != "" {
		head += ":"
	}
	return join(" ", t.notice, head)
}

func (t *turn) smsTail(n int, person bool) string {
	r := t.reply
	var labels []string
	for _, c := range r.choices[:n] {
		labels = append(labels, c.label)
	}
	more := ""
	if r.rest != "" {
		more = t.say(locales.MoreShort, nil)
	}
	if person {
		more = join(" ", t.say(locales.PersonShort, nil), more)
	}
	return join("\n", r.tail, text.Numbered(labels), more, r.foot)
}

func (t *turn) shapeChat() Shaped {
	r := t.reply
	tail := r.tail
	var buttons []msg.Button
	for _, c := range append(append([]choice{}, r.choices...), r.buttons...) {
		buttons = append(buttons, msg.Button{Key: c.action, Label: c.label})
	}
	if !t.caps.Buttons {
		tail, buttons = join("\n", tail, numberedLines(r.choices), r.foot), nil
	}
	head := r.head
	if head != "" {
		head += ":"
	}
	shown := join("\n", t.notice, head, join("\n\n", r.body, tail))
	if limit := t.caps.Limit; limit > 0 && len([]rune(shown)) > limit {
		runes := []rune(shown)
		shown, t.st.Rest = string(runes[:limit]), string(runes[limit:])
	}
	out := t.outbound(shown, buttons)
	out.Replaces = t.last // what was asked is answered, or asked anew
	out.InPlace = r.inPlace && t.last != ""
	if t.st.Last = ""; len(buttons) > 0 && !r.stays {
		t.st.Last = out.Key
	}
	return Shaped{out, text.Message{}}
}

func numberedLines(cs []choice) string {
	var lines []string
	for i, c := range cs {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, c.label))
	}
	return strings.Join(lines, "\n")
}

func (t *turn) outbound(body string, buttons []msg.Button) msg.Outbound {
	return msg.Outbound{
		Key: ReplyKey(t.in.Gateway, t.in.Ref), Route: t.in.Gateway, Lane: msg.Reply,
		Text: body, Choices: buttons, AskContact: t.reply.askNumber && !t.sms(), Expires: t.snap.Now.Add(replyLife),
	}
}

// ReplyKey names the reply to one inbound message. It is the same on every
// run, so that a gateway's log can be held against what was asked.
func ReplyKey(gateway, ref string) string {
	sum := sha256.Sum256([]byte(gateway + "\x00" + ref))
	return "r" + hex.EncodeToString(sum[:12])
}

// join puts the parts that are there between separators.
func join(sep string, parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
