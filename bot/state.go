package bot

import (
	"encoding/json"
	"time"

	"tinban/store"
)

// keepSession is how long a dialogue can be taken up again; after it the
// answers are deleted.
const keepSession = 48 * time.Hour

// state is what a dialogue has so far. It lives in the session only.
type state struct {
	Menu    []string `json:"m,omitempty"` // what 1, 2, 3 … do now
	Labels  labels   `json:"g,omitempty"` // what those choices are called
	Rest    string   `json:"r,omitempty"` // waiting for TIEP
	Offer   []string `json:"f,omitempty"` // what the last answer led to, to offer after TIEP
	Asked   string   `json:"q,omitempty"` // last question, to hand over on "9"
	Sample  string   `json:"e,omitempty"` // may be kept to learn from, if allowed
	Label   string   `json:"l,omitempty"` // its nearest label
	Others  []string `json:"o,omitempty"` // labels to offer after "not this"
	Pending string   `json:"p,omitempty"` // what the next free text is for
	Commune string   `json:"c,omitempty"` // where the resident lives
	Last    string   `json:"b,omitempty"` // key of the last message with buttons
	Place   string   `json:"w,omitempty"` // the commune the last question named
	Check   *check   `json:"k,omitempty"` // a running or finished check

	Desk   *deskState   `json:"sd,omitempty"`
	News   *newsState   `json:"sn,omitempty"`
	Notice *noticeState `json:"so,omitempty"`
	Course *courseState `json:"sc,omitempty"`
	Ticket *ticketState `json:"st,omitempty"`
}

// labels are what actions were called when they were last shown, to show them
// again.
type labels map[string]string

// What Pending may say.
const (
	pendingQuestion = "question" // the text is a question for an officer
	pendingForget   = "forget"   // 1 deletes
	pendingNeeds    = "needs"    // digits choose programmes
)

// check is one eligibility check under way: of a programme, or of all of them
// at once.
type check struct {
	All       bool              `json:"s,omitempty"`
	Needs     []string          `json:"n,omitempty"` // programmes an All check is about
	Programme string            `json:"p,omitempty"`
	Rule      string            `json:"r,omitempty"` // the version it was begun with
	Answers   map[string]string `json:"a"`
	Order     []string          `json:"o"` // questions in the order asked
	Asking    string            `json:"q,omitempty"`
	Done      bool              `json:"d,omitempty"`
}

func (c *check) answer(question, option string) {
	if c.Answers == nil {
		c.Answers = map[string]string{}
	}
	if _, again := c.Answers[question]; !again {
		c.Order = append(c.Order, question)
	}
	c.Answers[question] = option
	c.Asking = ""
}

func (c *check) forget(question string) {
	delete(c.Answers, question)
	kept := c.Order[:0]
	for _, q := range c.Order {
		if q != question {
			kept = append(kept, q)
		}
	}
	c.Order = kept
	c.Done = false
}

// load reads a session's state; what cannot be read is a new dialogue.
func load(s store.Session) state {
	var st state
	if len(s.State) == 0 || json.Unmarshal(s.State, &st) != nil {
		return state{}
	}
	return st
}

// save makes the session to store; an empty state forgets it.
func (st *state) save(now time.Time) *store.Session {
	b, err := json.Marshal(st)
	if err != nil || string(b) == "{}" {
		return &store.Session{Updated: now}
	}
	return &store.Session{State: b, Updated: now, Expires: now.Add(keepSession)}
}
