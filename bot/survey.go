package bot

import (
	"maps"
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
)

// surveyMax bounds the questions of "what is there for my household?": what
// is still open then is listed as open.
const surveyMax = 8

// openRules are the programmes that run today, by name.
func (t *turn) openRules() []*content.Rule {
	var out []*content.Rule
	for _, programme := range slices.Sorted(maps.Keys(t.lib.Rules)) {
		if r := t.lib.RuleOn(programme, t.on); r != nil && r.Holds(t.on) {
			out = append(out, r)
		}
	}
	return out
}

func (t *turn) survey() eligibility.Survey {
	s := eligibility.Survey{Max: surveyMax}
	for _, r := range t.openRules() {
		s.Rules = append(s.Rules, r.Compiled)
	}
	return s
}

// startSurvey asks the questions of all programmes together, each once.
func (t *turn) startSurvey() bool {
	t.st = state{Commune: t.st.Commune, Check: &check{All: true}}
	t.outcome.Label, t.st.Label = surveyLabel, surveyLabel
	if t.lost() {
		return false
	}
	return t.askNext(t.say(locales.SurveyIntro, locales.Vars{"Max": surveyMax}))
}

// surveyLabel is what "what is there for me?" counts as.
const surveyLabel = "poverty.benefits"

// found is what a survey came to for one programme.
type found struct {
	rule *content.Rule
	res  eligibility.Result
}

// Best first: what looks good, what an officer must see, what does not fit.
var verdictOrder = []eligibility.Verdict{eligibility.Likely, eligibility.NeedInfo, eligibility.Redirect, eligibility.Unlikely}

func (t *turn) findings() []found {
	var out []found
	for _, r := range t.openRules() {
		out = append(out, found{r, r.Compiled.Evaluate(t.facts())})
	}
	slices.SortStableFunc(out, func(a, b found) int {
		return slices.Index(verdictOrder, a.res.Verdict) - slices.Index(verdictOrder, b.res.Verdict)
	})
	return out
}

// surveyResult lists every programme with its verdict, best first. Its digits
// lead to each one's reasons.
func (t *turn) surveyResult() bool {
	t.st.Check.Done, t.st.Check.Asking = true, ""
	all := t.findings()
	r := &reply{head: t.say(locales.SurveyTitle, nil), body: t.surveyWords(all)}
	for _, f := range all {
		label := f.rule.Title
		if t.sms() {
			label = t.mark(f.res.Verdict) + " " + label
		}
		r.choices = append(r.choices, choice{"see:" + f.rule.Programme, label})
	}
	if t.sms() {
		r.person = true
	} else {
		r.buttons = []choice{{"edit", t.say(locales.EditAnswers, nil)}, t.person(), t.home()}
	}
	t.outcome.Verdict = all[0].res.Verdict
	t.forgetUnkept()
	t.answerWith("survey", r)
	t.st.Rest = ""
	return true
}

// surveyWords says what the marks mean; a chat has room for each programme's
// next step.
func (t *turn) surveyWords(all []found) string {
	if t.sms() {
		return t.say(locales.SurveyMarks, nil)
	}
	lines := []string{t.say(locales.SurveyMarks, nil)}
	for i, f := range all {
		line := t.say(locales.SurveyLine, locales.Vars{"N": i + 1, "Mark": t.mark(f.res.Verdict), "Title": f.rule.Title})
		if f.res.Verdict == eligibility.Likely {
			line = join(" ", line, t.words(f.rule.NextStep).Text)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// mark is a verdict in one character that survives an SMS.
func (t *turn) mark(v eligibility.Verdict) string {
	switch v {
	case eligibility.Likely:
		return "(+)"
	case eligibility.Unlikely:
		return "(-)"
	}
	return "(?)"
}

// seeProgramme goes on with one programme and the answers there are: its
// verdict with reasons, or what it still needs to know.
func (t *turn) seeProgramme(programme string) bool {
	r := t.lib.RuleOn(programme, t.on)
	if r == nil || t.st.Check == nil {
		return false
	}
	c := &check{Programme: programme, Rule: r.ID, Answers: maps.Clone(t.st.Check.Answers), Order: slices.Clone(t.st.Check.Order)}
	t.st.Check = c
	t.outcome.Label = t.labelOf(programme)
	return t.askNext("")
}
