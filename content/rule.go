package content

import "tinban/eligibility"

// Rule is one dated version of a programme's conditions, as staff write it.
// Compiled holds the same for the engine.
type Rule struct {
	ID        string `yaml:"id"`
	Programme string `yaml:"programme"`
	Group     string `yaml:"group"` // the topic it belongs to
	Title     string `yaml:"title"`
	Period    `yaml:",inline"`
	Office    string      `yaml:"office"`
	Gates     []Gate      `yaml:"gates"`
	Criteria  []Criterion `yaml:"criteria"` // all of them must be met
	PinFirst  []string    `yaml:"pin_first"`
	// MaxQuestions is what a resident is told before the first question.
	MaxQuestions int                           `yaml:"max_questions"`
	Benefit      Words                         `yaml:"benefit"`
	Verdicts     map[eligibility.Verdict]Words `yaml:"verdicts"`
	Results      []Outcome                     `yaml:"results"`
	NotAsked     []Words                       `yaml:"not_asked"`
	NextStep     Words                         `yaml:"next_step"`
	Notes        []string                      `yaml:"notes"`
	// Replaced names what to look at when this programme has ended.
	Replaced Replacement `yaml:"replaced"`
	Reviewed Review      `yaml:"reviewed"`
	// ReviewMonths is how long a review holds; past it a likely is lowered.
	ReviewMonths int        `yaml:"review_months"`
	Tests        []RuleTest `yaml:"tests"`

	Compiled *eligibility.Rule `yaml:"-" json:"-"`
	at       place
}

// Words is one thing said in two lengths.
type Words struct {
	Long  string `yaml:"long"`
	Short string `yaml:"short"`
}

// Replacement is where an ended programme sends people.
type Replacement struct {
	Programmes []string `yaml:"programmes"`
	Labels     []string `yaml:"labels"`
}

// Outcome adds a sentence to a likely or need_info verdict for one answer,
// such as which kind of loan it is.
type Outcome struct {
	Question string   `yaml:"question"`
	Options  []string `yaml:"options"`
	Words    `yaml:",inline"`
}

// Gate is a condition computed from the day and the commune, never asked.
type Gate struct {
	ID        string `yaml:"id"`
	Period    `yaml:",inline"`
	Table     string   `yaml:"table"`
	Equals    bool     `yaml:"equals"`
	OnFail    Effect   `yaml:"on_fail"`
	OnUnknown Effect   `yaml:"on_unknown"`
	Basis     []Source `yaml:"basis"`
	Say       Words    `yaml:"say"`
}

// Effect is what a gate does when it does not pass.
type Effect struct {
	Verdict  eligibility.Verdict `yaml:"verdict"`
	Redirect string              `yaml:"redirect"`
	Cap      eligibility.Verdict `yaml:"cap"`
}

// Criterion is one condition: a leaf over a question, or any/not of others.
type Criterion struct {
	ID         string      `yaml:"id"`
	Label      string      `yaml:"label"` // "Có tên trong danh sách hộ nghèo"
	Question   string      `yaml:"question"`
	Met        []string    `yaml:"met"`
	Unmet      []string    `yaml:"unmet"`
	Any        []Criterion `yaml:"any"`
	All        []Criterion `yaml:"all"`
	Not        *Criterion  `yaml:"not"`
	Basis      []Source    `yaml:"basis"`
	Facts      []string    `yaml:"facts"` // the facts it rests on
	SayUnmet   Words       `yaml:"say_unmet"`
	SayUnknown Words       `yaml:"say_unknown"`
}

// RuleTest is one case a rule must decide as given.
type RuleTest struct {
	Name    string              `yaml:"name"`
	AsOf    Since               `yaml:"as_of"`
	Commune string              `yaml:"commune"`
	Given   map[string]string   `yaml:"given"`
	Verdict eligibility.Verdict `yaml:"verdict"`
	Unmet   []string            `yaml:"unmet"`
	Unknown []string            `yaml:"unknown"`
	Gate    string              `yaml:"gate"`
	// MaxAsked, when set, bounds how many questions are asked from here.
	MaxAsked *int `yaml:"max_asked"`
}
