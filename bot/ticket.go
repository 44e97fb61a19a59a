package bot

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/ticket"
)

// ticketState is what a dialogue about questions a person answers has so far.
type ticketState struct {
	Draft *draft      `json:"d,omitempty"` // waits for a commune, or a number to call
	Tries int         `json:"n,omitempty"`
	About ticket.Code `json:"a,omitempty"` // the next text is more on this one
	Text  string      `json:"t,omitempty"` // a text that may be more, or something else
	Wrong string      `json:"w,omitempty"` // the mark of a question whose answer was wrong
	Asks  string      `json:"k,omitempty"` // the question of a check that was asked when words for an officer were
	Desk  *ticketDesk `json:"o,omitempty"` // what an officer is writing
}

// What state.Pending may say here.
const (
	pendingHome   = "ticket_home"   // a commune's name
	pendingCall   = "ticket_number" // a phone number to call
	pendingMore   = "ticket_more"   // more on a ticket
	pendingWords  = "ticket_words"  // what to ask an officer, in the middle of a check
	pendingReply  = "ticket_reply"  // an officer's answer
	pendingBack   = "ticket_back"   // an officer's question to the resident
	pendingSource = "ticket_source" // where an officer's answer is written
)

// ticketTalk is the conversation about questions a person answers.
func ticketTalk() talk {
	return talk{
		actions: map[string]func(*turn, string) bool{
			"thome":   (*turn).homeIs,
			"tnohome": func(t *turn, _ string) bool { return t.homeAgain() },
			"tcheck":  func(t *turn, _ string) bool { return t.handInCheck() },
			"tslip":   func(t *turn, _ string) bool { return t.noWords() },
			"tresume": func(t *turn, _ string) bool { return t.resumeCheck() },
			"tcall":   func(t *turn, _ string) bool { return t.callMe() },
			"tnocall": func(t *turn, _ string) bool { return t.noCall() },
			"tclear":  (*turn).clear,
			"tmore":   (*turn).unclear,
			"tadd":    (*turn).addOr,

			"tlist":   func(t *turn, _ string) bool { return t.deskOpen() },
			"tsee":    (*turn).deskShow,
			"ttake":   (*turn).deskTake,
			"tback":   (*turn).deskAskBack,
			"tscope":  (*turn).deskScope,
			"tfill":   (*turn).deskFill,
			"tsend":   (*turn).deskSend,
			"tsource": (*turn).deskSource,
			"tedit":   (*turn).deskEdit,
		},
		pending: map[string]func(*turn) bool{
			pendingHome: (*turn).homeTyped, pendingCall: (*turn).numberTyped, pendingMore: (*turn).moreTyped,
			pendingWords: (*turn).wordsTyped,
			pendingReply: (*turn).deskReply, pendingBack: (*turn).deskBack, pendingSource: (*turn).deskSourceTyped,
		},
		hears: func(t *turn) bool {
			return t.deskHears() || t.codeHeard() || t.callHeard() || t.ownAsked() || t.moreHeard()
		},
		shows: (*turn).ticketsShown,
		// What is due: officers are told and reminded, leaders told of what is late.
		errand: ticketErrand,
	}
}

// tickets is the room's part of the dialogue, made when it is first needed.
func (t *turn) tickets() *ticketState {
	if t.st.Ticket == nil {
		t.st.Ticket = &ticketState{}
	}
	return t.st.Ticket
}

// livesIn is the commune of today that the resident is known to live in.
func (t *turn) livesIn() (commune string, known bool) {
	for _, id := range []string{t.st.Commune, t.contact.Commune} {
		if c := t.lib.CommuneOn(id, t.on); c != nil {
			return c.ID, true
		}
	}
	if t.contact.ID == "" {
		return "", false
	}
	s, err := person.SubscriberOf(t.snap.Records, t.contact.ID)
	switch {
	case err == nil:
		return s.Commune, s.Commune != ""
	case ticket.None(err):
		return "", false
	}
	panic(err) // the store cannot be read: the message is not taken, and comes again
}

// who are the officers of a commune, or of all of them, in words.
func (t *turn) who(commune string) string {
	if commune == "" {
		return t.say(locales.TicketWhoAll, nil)
	}
	return t.say(locales.TicketWho, locales.Vars{"Commune": t.lib.CommuneName(commune, t.on)})
}

// staffed reports whether somebody may answer for a commune: else no day is
// promised.
func (t *turn) staffed(commune string) bool {
	list, err := staff.WhoMay(t.snap.Records, staff.AnswerTicket, communes(commune)...)
	if err != nil {
		panic(err) // as in livesIn
	}
	return len(list) > 0
}

// communes is a commune as staff.May takes it: none is everybody's.
func communes(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// dueWords is a moment as it is said aloud: "17 giờ thứ Ba 1/12". A day that
// was not promised is empty.
func (t *turn) dueWords(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	at = at.In(t.snap.Now.Location())
	days := strings.Split(t.say(locales.TicketWeekdays, nil), "|")
	return t.say(locales.TicketDueWords, locales.Vars{
		"Hour": strconv.Itoa(at.Hour()), "Weekday": days[int(at.Weekday())%len(days)],
		"Day": fmt.Sprintf("%d/%d", at.Day(), at.Month()),
	})
}

// officeOf is where to go instead: the office of a topic, else the commune's.
func (t *turn) officeOf(label, commune string) string {
	v := t.view()
	v.Commune = commune
	if lb := t.lib.Label(label); lb != nil && lb.Ask != "" {
		if name, err := t.lib.OfficeName(lb.Ask, v); err == nil {
			return name
		}
	}
	return t.say(locales.CommuneOffice, locales.Vars{"Commune": t.lib.CommuneName(commune, t.on)})
}

// mark stands for a text in a few characters.
func mark(text string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text)) // never fails
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// typedText: a text was typed that is neither a digit nor a command, so that
// it can be taken for what was asked for.
func (t *turn) typedText() bool {
	if t.in.Kind != msg.Text || t.reading.Digits != nil || t.reading.Plain == "" {
		return false
	}
	_, command := commands[t.command0()]
	return !command
}

// day is a day as people write it.
func (t *turn) day(at time.Time) string {
	return vnDay(eligibility.FromTime(at.In(t.snap.Now.Location())))
}
