package simulator

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"tinban/msg"
	"tinban/sms/text"
)

// screen says which of a pair's two phones is meant; it is also the scheme of
// the phone's address.
type screen string

const (
	smsScreen  screen = "sms"
	chatScreen screen = "chat"
)

// Vietnam has one clock all year, so that no time zone file is needed here.
var vietnam = time.FixedZone("+07", 7*60*60)

// Phone is one of the two routes; it does what the outbox asks of a gateway.
type Phone struct {
	sim    *Simulator
	route  string
	screen screen
	caps   msg.Caps
}

// Route is the name of the route, as Outbound.Route has it.
func (p *Phone) Route() string { return p.route }

// Caps says what this phone can show.
func (p *Phone) Caps() msg.Caps { return p.caps }

// Send shows out on the phone it is for. The same key is shown once, and every
// later try gets the first ref.
func (p *Phone) Send(ctx context.Context, out msg.Outbound) (string, error) {
	id, ok := p.pair(out.To)
	switch {
	case ctx.Err() != nil:
		return "", &msg.SendError{Kind: msg.Transient, Code: "cancelled"}
	case !ok:
		return "", &msg.SendError{Kind: msg.Rejected, Code: "address"}
	case out.Key == "":
		return "", &msg.SendError{Kind: msg.Rejected, Code: "key"}
	case p.caps.Kind == msg.Chat && utf8.RuneCountInString(out.Text) > p.caps.Limit:
		return "", &msg.SendError{Kind: msg.Rejected, Code: "too-long"}
	}
	return p.sim.shelf.deliver(id, p.arrived(out), out.Replaces, out.InPlace && p.caps.Buttons), nil
}

// Lookup finds the ref of a message that was sent, for a sender that does not
// know whether its call got through.
func (p *Phone) Lookup(_ context.Context, out msg.Outbound) (ref string, found bool, err error) {
	ref, found = p.sim.shelf.ref(p.screen, out.Key)
	return ref, found, nil
}

// pair takes the phone's id out of an address of ours.
func (p *Phone) pair(to msg.Address) (string, bool) {
	id, ok := strings.CutPrefix(to.Bare(), "sim-")
	return id, ok && to.Scheme() == string(p.screen) && isID(id)
}

func (p *Phone) address(id string) msg.Address {
	return msg.Address(string(p.screen) + ":sim-" + id)
}

// arrived draws an Outbound. An SMS is shown as it goes over the air, part by
// part, because that is what this phone is for: seeing what a reply costs.
func (p *Phone) arrived(out msg.Outbound) entry {
	e := entry{Screen: p.screen, Text: out.Text, At: p.clock(), key: out.Key}
	if p.caps.Buttons {
		e.Buttons = append(e.Buttons, out.Choices...)
	}
	if p.caps.Kind == msg.SMS {
		e.count(out.Text)
		e.Cost = len(e.Parts) * p.caps.PricePerPart
		e.Over = len(e.Parts) > p.caps.Limit
	}
	return e
}

// typed draws what the person at the phone wrote. A long text is cut on the
// screen only: what people paste must not fill the memory.
func (p *Phone) typed(t typed) entry {
	const most = 2000
	shown := t.Text
	if r := []rune(shown); len(r) > most {
		shown = string(r[:most]) + "…"
	}
	e := entry{Screen: p.screen, Mine: true, Kind: t.Kind, Text: shown, Choice: t.Choice, At: p.clock()}
	if p.caps.Kind == msg.SMS {
		e.count(shown)
	}
	return e
}

func (p *Phone) clock() string { return p.sim.cfg.Now().In(vietnam).Format("15:04") }

// entry is one line on a screen, as the page gets it.
type entry struct {
	ID       int64         `json:"id"`
	Screen   screen        `json:"phone"`
	Mine     bool          `json:"mine"`
	Kind     msg.Kind      `json:"kind,omitempty"`
	Text     string        `json:"text"`
	At       string        `json:"at"`
	Failed   bool          `json:"failed,omitempty"`
	Encoding text.Encoding `json:"encoding,omitempty"`
	Parts    []text.Part   `json:"parts,omitempty"`
	Room     int           `json:"room,omitempty"` // units a part may have
	Cost     int           `json:"cost,omitempty"`
	Over     bool          `json:"over,omitempty"` // more parts than the route allows
	Buttons  []msg.Button  `json:"buttons,omitempty"`
	Chosen   string        `json:"chosen,omitempty"` // key of the button that was pressed
	Choice   string        `json:"-"`
	key      string
}

// count writes the parts of an SMS into the entry.
func (e *entry) count(s string) {
	m := text.Split(s)
	e.Encoding, e.Parts = m.Encoding, m.Parts
	alone, joined := m.Encoding.Limits()
	e.Room = alone
	if len(m.Parts) > 1 {
		e.Room = joined
	}
}

// newID makes up a phone's id or a message's ref.
func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails: the runtime stops the program instead
	return hex.EncodeToString(b[:])
}

func isID(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 8
}
