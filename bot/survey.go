package bot

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
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

// openNeeds are the needs that a programme of today may meet.
func (t *turn) openNeeds() []*content.Need {
	open := t.openRules()
	return slices.DeleteFunc(slices.Clone(t.lib.Needs), func(n *content.Need) bool {
		return !slices.ContainsFunc(open, func(r *content.Rule) bool { return slices.Contains(n.Groups, r.Group) })
	})
}

// neededRules are those the running survey is about.
func (t *turn) neededRules() []*content.Rule {
	groups := map[string]bool{}
	for _, n := range t.lib.Needs {
		for _, g := range n.Groups {
			groups[g] = groups[g] || slices.Contains(t.st.Check.Needs, n.ID)
		}
	}
	return slices.DeleteFunc(t.openRules(), func(r *content.Rule) bool { return !groups[r.Group] })
}

func (t *turn) survey() eligibility.Survey {
	s := eligibility.Survey{Max: surveyMax}
	for _, r := range t.neededRules() {
		s.Rules = append(s.Rules, r.Compiled)
	}
	return s
}

// startSurvey asks first what the household needs: nobody wants to be asked
// about work abroad who wants clean water.
func (t *turn) startSurvey() bool {
	if len(t.openRules()) == 0 {
		return false
	}
	t.st = state{Commune: t.st.Commune, Check: &check{All: true}, Pending: pendingNeeds}
	t.outcome.Label, t.st.Label = surveyLabel, surveyLabel
	t.askNeeds(t.say(locales.SurveyIntro, locales.Vars{"Max": surveyMax}))
	return true
}

// askNeeds lists what a household may need: several digits by SMS, one button
// after the other on a chat.
func (t *turn) askNeeds(before string) {
	r := &reply{body: join("\n", before, t.say(locales.SurveyNeeds, nil))}
	for _, n := range t.openNeeds() {
		label := n.Title
		if slices.Contains(t.st.Check.Needs, n.ID) {
			label = "✓ " + label
		}
		r.choices = append(r.choices, choice{"need:" + n.ID, label})
	}
	all := choice{"needs:all", t.say(locales.SurveyAll, nil)}
	if len(t.st.Check.Needs) > 0 {
		all = choice{"needs:done", t.say(locales.SurveyGo, nil)}
	}
	r.choices = append(r.choices, all)
	r.must = len(r.choices)
	r.buttons = []choice{t.home()}
	t.answerWith("needs", r)
	t.st.Pending = pendingNeeds
}

// needsTyped takes the needs by their numbers, however these are typed.
func (t *turn) needsTyped() bool {
	if t.in.Kind == msg.Text && t.reading.Digits == nil {
		if understand.Leaves(t.reading.Typed) {
			return t.leave()
		}
		t.reading.Digits, _ = understand.Picks(t.reading.Typed, "")
	}
	return t.reading.Digits != nil && t.needs()
}

// needs takes several digits at once; the last one means all.
func (t *turn) needs() bool {
	open := t.openNeeds()
	var chosen []string
	for _, d := range t.reading.Digits {
		switch {
		case d == len(open)+1:
			return t.needsAre(nil)
		case d < 1 || d > len(open):
			return false
		}
		chosen = append(chosen, open[d-1].ID)
	}
	return len(chosen) > 0 && t.needsAre(chosen)
}

// needsAre goes on with the needs chosen, or with all of them.
func (t *turn) needsAre(needs []string) bool {
	if needs == nil {
		for _, n := range t.openNeeds() {
			needs = append(needs, n.ID)
		}
	}
	t.st.Pending = ""
	t.st.Check.Needs = needs
	return t.askNext("")
}

// needsChosen is the last button: all of them, or those turned on before.
func (t *turn) needsChosen(which string) bool {
	c := t.st.Check
	if c == nil || !c.All {
		return false
	}
	if which == "all" {
		return t.needsAre(nil)
	}
	return t.needsAre(c.Needs)
}

// need turns one need on or off, by button.
func (t *turn) need(id string) bool {
	c := t.st.Check
	if c == nil || !c.All {
		return false
	}
	if i := slices.Index(c.Needs, id); i >= 0 {
		c.Needs = slices.Delete(c.Needs, i, i+1)
	} else {
		c.Needs = append(c.Needs, id)
	}
	t.askNeeds("")
	return true
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
	for _, r := range t.neededRules() {
		out = append(out, found{r, r.Compiled.Evaluate(t.facts())})
	}
	slices.SortStableFunc(out, func(a, b found) int {
		return slices.Index(verdictOrder, a.res.Verdict) - slices.Index(verdictOrder, b.res.Verdict)
	})
	return out
}

// surveyPage is how many programmes one message of a result lists at most.
const surveyPage = 8

// surveyResult ends the questions and shows the first page of what they came
// to.
func (t *turn) surveyResult() bool {
	t.st.Check.Done, t.st.Check.Asking = true, ""
	return t.found("0")
}

// found lists the programmes asked about from one on, each with its verdict,
// best first. Its digits lead to each one's reasons, the last to the next page.
// An SMS lists as many as it holds beside what the marks mean.
func (t *turn) found(from string) bool {
	n, err := strconv.Atoi(from)
	if err != nil || t.st.Check == nil || !t.st.Check.All {
		return false
	}
	all := t.findings()
	if len(all) == 0 {
		return false
	}
	n = min(n, len(all))
	for size := min(surveyPage, len(all)-n); ; size-- {
		t.answerWith("survey", t.foundPage(all, n, size))
		if size <= 1 || t.whole() {
			break
		}
	}
	t.outcome.Verdict = all[0].res.Verdict
	return true
}

// foundPage is the message about so many of all from n on.
func (t *turn) foundPage(all []found, n, size int) *reply {
	page := all[n : n+size]
	r := &reply{head: t.say(locales.SurveyTitle, nil), body: t.surveyWords(page)}
	for _, f := range page {
		label := f.rule.Title
		if t.sms() {
			label = t.mark(f.res.Verdict) + " " + label
		}
		r.choices = append(r.choices, choice{"see:" + f.rule.Programme, label})
	}
	if next := n + len(page); next < len(all) {
		r.choices = append(r.choices, choice{"found:" + strconv.Itoa(next), t.say(locales.SurveyMore, locales.Vars{"N": len(all) - next})})
	}
	r.must = len(r.choices)
	if t.sms() {
		r.person = true
	} else {
		r.buttons = []choice{{"edit", t.say(locales.EditAnswers, nil)}, t.person(), t.home()}
	}
	return r
}

// marksOf are the verdicts there are among those found: an SMS explains no mark
// that it does not show.
func marksOf(all []found) locales.Vars {
	vars := locales.Vars{"Likely": false, "Open": false, "Unlikely": false}
	for _, f := range all {
		switch f.res.Verdict {
		case eligibility.Likely:
			vars["Likely"] = true
		case eligibility.Unlikely:
			vars["Unlikely"] = true
		default:
			vars["Open"] = true
		}
	}
	return vars
}

// surveyWords says what the marks mean; a chat has room for each programme's
// next step.
func (t *turn) surveyWords(all []found) string {
	if t.sms() {
		return t.say(locales.SurveyMarks, marksOf(all))
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
