// Package content is the library that staff write: dated facts with their
// sources, answers in plain words, questions, eligibility rules, communes,
// offices and documents. It loads a folder of YAML files, says exactly where
// something is wrong, and answers one kind of question: what holds on a day.
//
// One fact, one place. A figure, a date or a phone number is written once, in
// the facts register, and texts refer to it ("{LOAN-01.nam}"). Everything has
// a period in which it holds; what has ended names what followed it. Nothing
// here decides anything about a person.
package content

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"tinban/eligibility"
)

// Period is when a record holds, both days included. A zero day is an open
// end.
type Period struct {
	From Since `yaml:"from"`
	To   Until `yaml:"to"`
}

// Holds reports whether day lies in the period.
func (p Period) Holds(day eligibility.Date) bool {
	return day.Between(p.From.Date, p.To.Date)
}

// Since is the first day of a period; a bare year means its first day.
type Since struct{ eligibility.Date }

// Until is the last day of a period; a bare year means its last day.
type Until struct{ eligibility.Date }

// UnmarshalYAML reads 2026-01-31 or 2026. It takes the node, because the text
// form makes the decoder write the node out again, hundreds of times a start.
func (s *Since) UnmarshalYAML(node ast.Node) (err error) {
	s.Date, err = parseDay(node, "-01-01")
	return err
}

// UnmarshalYAML reads 2026-01-31 or 2026.
func (u *Until) UnmarshalYAML(node ast.Node) (err error) {
	u.Date, err = parseDay(node, "-12-31")
	return err
}

func parseDay(node ast.Node, ofYear string) (eligibility.Date, error) {
	if node.Type() == ast.NullType {
		return eligibility.Date{}, nil
	}
	written := node.GetToken().Value
	s := written
	if len(s) == 4 {
		s += ofYear
	}
	day, err := eligibility.ParseDate(s)
	if err != nil {
		return day, dayError{node.GetToken().Position.Line, fmt.Errorf("%s %q: viết như 2026-01-31 hoặc 2026", notADay, written)}
	}
	return day, nil
}

// notADay begins what is said of it.
const notADay = "không phải là ngày:"

// dayError is a day that cannot be read, with its line.
type dayError struct {
	line int
	error
}

// Review says who last held a record against its source, and when.
type Review struct {
	By string `yaml:"by"`
	On Since  `yaml:"on"`
}

// Use is what may be done with a fact.
type Use string

// The uses of a fact.
const (
	Say        Use = "say"      // may be said
	SayCaveat  Use = "caveat"   // may be said with "ask again"
	Internal   Use = "internal" // may decide, is never said
	NeverSay   Use = "never"    // not said, not decided on
	Unverified Use = "unverified"
)

// Confidence is how well a fact is supported.
type Confidence string

// The confidences. Low ones do not ship.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Fact is one checked fact. Values hold every figure that may appear in a
// text, by a short key.
type Fact struct {
	ID         string             `yaml:"id"`
	Statement  string             `yaml:"statement"`
	Values     map[string]string  `yaml:"values"`
	Derived    map[string]Derived `yaml:"derived"`
	Doc        string             `yaml:"doc"`
	Section    string             `yaml:"section"`
	Period     `yaml:",inline"`
	Confidence Confidence `yaml:"confidence"`
	Use        Use        `yaml:"use"`
	Reviewed   Review     `yaml:"reviewed"`
	Hash       string     `yaml:"hash"`
	at         place
}

// Derived is a figure computed from other figures; How shows the sum.
type Derived struct {
	Value string   `yaml:"value"`
	From  []string `yaml:"from"`
	How   string   `yaml:"how"`
}

// Value returns the figure under key.
func (f *Fact) Value(key string) (string, bool) {
	if v, ok := f.Values[key]; ok {
		return v, true
	}
	d, ok := f.Derived[key]
	return d.Value, ok
}

// Document is a law, decision or plan we may cite.
type Document struct {
	ID     string `yaml:"id"`
	Name   string `yaml:"name"`  // "Quyết định 2553/QĐ-TTg ngày 21/11/2025"
	Short  string `yaml:"short"` // "QĐ 2553"
	InHand bool   `yaml:"in_hand"`
	at     place
}

// Source is where a statement comes from.
type Source struct {
	Doc     string `yaml:"doc" json:"doc"`
	Section string `yaml:"section" json:"section"`
}

// Office is a place people are sent to. Names may hold {xa}, which becomes
// the commune's name when it is known.
type Office struct {
	ID        string `yaml:"id"`
	Name      string `yaml:"name"`
	Short     string `yaml:"short"`
	Period    `yaml:",inline"`
	Successor string `yaml:"successor"`
	Fact      string `yaml:"fact"` // where its name and duty come from
	at        place
}

// Commune is an administrative unit of one generation.
type Commune struct {
	ID        string   `yaml:"id"`
	Name      string   `yaml:"name"`
	Other     []string `yaml:"other"` // spellings people use
	Period    `yaml:",inline"`
	Successor string `yaml:"successor"`
	Fact      string `yaml:"fact"`
	Hall      string `yaml:"hall"` // reference to the fact value with its address
	at        place
}

// Table is a dated yes/no by commune that rules may read. Where no row
// matches, the value is unknown.
type Table struct {
	ID   string     `yaml:"id"`
	Rows []TableRow `yaml:"rows"`
	at   place
}

// TableRow is one entry; an empty Commune means all of them.
type TableRow struct {
	Commune string `yaml:"commune"`
	Period  `yaml:",inline"`
	Value   bool   `yaml:"value"`
	Fact    string `yaml:"fact"`
}

// Name is a proper name that texts refer to, so that it is written one way.
type Name struct {
	ID    string `yaml:"id"`
	Long  string `yaml:"long"`
	Short string `yaml:"short"`
	at    place
}

// Note is a sentence that answers share: the warning about brokers, "ask
// again".
type Note struct {
	ID    string `yaml:"id"`
	Long  string `yaml:"long"`
	Short string `yaml:"short"`
	at    place
}

// Label is one thing people ask about.
type Label struct {
	ID    string `yaml:"id"`
	Group string `yaml:"group"`
	Title string `yaml:"title"` // "Mức tiền hỗ trợ nhà ở": heading and button
	// Ask is the office to name when there is no answer.
	Ask string `yaml:"ask"`
	// Service marks what is about the service itself (greeting, menu, …): the
	// bot speaks for these, no record answers them.
	Service bool `yaml:"service"`
	at      place
}

// Group is a topic of the menu.
type Group struct {
	ID    string   `yaml:"id"`
	Title string   `yaml:"title"`
	Main  string   `yaml:"main"`  // the label the menu opens
	Menu  int      `yaml:"menu"`  // its digit; 0 is not in the menu
	Words []string `yaml:"words"` // whole messages that start its check or answer
	Check string   `yaml:"check"` // its programme
	at    place
}

// Need is what a household may want help with: topics that the survey asks
// about together, because nobody reads a list of twenty programmes.
type Need struct {
	ID     string   `yaml:"id"`
	Title  string   `yaml:"title"`
	Groups []string `yaml:"groups"`
	at     place
}

// Urgent is words that somebody in danger writes. They are answered whatever
// else a message may mean, unless it holds words of somebody who calmly asks.
type Urgent struct {
	Answer string   `yaml:"answer"`
	Words  []string `yaml:"words"`
	Unless []string `yaml:"unless"`
	at     place
}

// Answer is one dated answer in three voices: a long text, a short one for
// SMS, and a script to be read aloud. Its id is a label, or label/variant.
type Answer struct {
	ID     string `yaml:"id"`
	Title  string `yaml:"title"` // first words of the reply
	Period `yaml:",inline"`
	Long   string `yaml:"long"`
	Short  string `yaml:"short"`
	Loud   string `yaml:"loud"`
	// Words are what people write when they mean this answer and no other of
	// its label: "mai táng", "dự án 4". The answer without a variant has none.
	Words []string `yaml:"words"`
	// Asks are questions that this answer answers. They teach the reader the
	// label, and check holds the choice among the answers of a label to them.
	Asks     []string `yaml:"asks"`
	Sources  []Source `yaml:"sources"`
	Office   string   `yaml:"office"`
	Check    []string `yaml:"check"` // programmes whose check it offers
	See      []string `yaml:"see"`   // labels it offers next
	Notes    []string `yaml:"notes"` // shared sentences, such as the warning about brokers
	Reviewed Review   `yaml:"reviewed"`
	// ReviewMonths is how long a review holds.
	ReviewMonths int `yaml:"review_months"`
	at           place
}

// Label is the label an answer belongs to.
func (a *Answer) Label() string {
	label, _, _ := strings.Cut(a.ID, "/")
	return label
}

// Keep says how long an answer to a question is remembered.
type Keep string

// The retentions.
const (
	KeepSession Keep = "session" // with the dialogue
	KeepContact Keep = "contact" // as the contact's commune
	KeepNone    Keep = "none"    // never written
)

// Option is one way to answer a question.
type Option struct {
	Key     string   `yaml:"key"`
	Label   string   `yaml:"label"`
	Prior   float64  `yaml:"prior"`
	Unknown bool     `yaml:"unknown"`
	Words   []string `yaml:"words"` // other wordings of the label
}

// Question is asked of a resident, once for all programmes.
type Question struct {
	ID          string   `yaml:"id"`
	Kind        string   `yaml:"kind"` // "choice" or "commune"
	Ask         string   `yaml:"ask"`
	Short       string   `yaml:"short"`
	Why         string   `yaml:"why"`
	UnknownHelp string   `yaml:"unknown_help"`
	Keep        Keep     `yaml:"keep"`
	Cost        float64  `yaml:"cost"`
	Options     []Option `yaml:"options"`
	at          place
}

// Example is one line people might write.
type Example struct {
	Label string
	Text  string
}
