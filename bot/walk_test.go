package bot_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"tinban/content"
	"tinban/eligibility"
	"tinban/msg"
	"tinban/sms/text"
)

// The span that is walked: from the plan's day to the end of what follows it.
var (
	walkFrom = time.Date(2022, 9, 8, 0, 0, 0, 0, time.UTC)
	walkTo   = time.Date(2030, 12, 31, 0, 0, 0, 0, time.UTC)
)

// walkDays is every day on which something changes, the days beside it, and
// one day of each week.
func walkDays(l *content.Library) []eligibility.Date {
	days := map[eligibility.Date]bool{}
	mark := func(at time.Time) {
		if !at.Before(walkFrom) && !at.After(walkTo) {
			days[eligibility.FromTime(at)] = true
		}
	}
	for at := walkFrom; !at.After(walkTo); at = at.AddDate(0, 0, 7) {
		mark(at)
	}
	for _, d := range l.Changes() {
		for _, beside := range []int{-1, 0, 1} {
			mark(time.Date(d.Year, d.Month, d.Day+beside, 0, 0, 0, 0, time.UTC))
		}
	}
	return slices.SortedFunc(maps.Keys(days), func(a, b eligibility.Date) int {
		switch {
		case a.Before(b):
			return -1
		case b.Before(a):
			return 1
		}
		return 0
	})
}

// Every answer on every day: there is one, in three voices, all of whose
// figures hold that day, with an office that exists; and it offers no check of
// a programme that is closed.
func TestEveryAnswerOnEveryDay(t *testing.T) {
	t.Parallel()
	l := knowledge(t).Library
	days := walkDays(l)
	said := 0
	for _, day := range days {
		for _, lb := range l.Labels {
			if lb.Service {
				continue
			}
			variants := l.Variants(lb.ID, day)
			if len(variants) == 0 || variants[0].ID != lb.ID {
				t.Fatalf("%s: nothing to say about %q", day, lb.ID)
			}
			for _, a := range variants {
				said++
				holdAnswer(t, l, a, day)
			}
		}
	}
	t.Logf("%d days, %d answers said", len(days), said)
}

func holdAnswer(t *testing.T, l *content.Library, a *content.Answer, day eligibility.Date) {
	t.Helper()
	for _, v := range []struct {
		voice, text string
		short       bool
	}{{"long", a.Long, false}, {"short", a.Short, true}, {"loud", a.Loud, false}} {
		r, err := l.Render(v.text, content.View{On: day, Short: v.short})
		if err != nil || r.Text == "" {
			t.Fatalf("%s: %s, %s: %q %v", day, a.ID, v.voice, r.Text, err)
		}
	}
	if _, err := l.OfficeName(a.Office, content.View{On: day}); err != nil {
		t.Errorf("%s: %s sends to nobody: %v", day, a.ID, err)
	}
	office := l.OfficeOn(a.Office, day)
	if len(a.Sources) == 0 && len(l.Figures([]string{a.Long}, day)) == 0 && (office == nil || len(l.Facts[office.Fact]) == 0) {
		t.Errorf("%s: %s has no source", day, a.ID)
	}
	for _, f := range l.Figures(a.Texts(), day) {
		if strings.HasPrefix(f.Ref, "past:") || strings.HasPrefix(f.Ref, "next:") {
			continue
		}
		if !f.Fact.Holds(day) {
			t.Errorf("%s: %s says {%s}, which does not hold", day, a.ID, f.Ref)
		}
	}
}

// An answer with a last day says which, and the day after another one speaks.
func TestAnswersFlipByThemselves(t *testing.T) {
	t.Parallel()
	l := knowledge(t).Library
	for id, versions := range l.Answers {
		for _, a := range versions {
			if a.To.IsZero() {
				continue
			}
			last := a.To.Date
			after := eligibility.FromTime(time.Date(last.Year, last.Month, last.Day+1, 0, 0, 0, 0, time.UTC))
			on := &dialogue{bot: newBot(t, last.String()), route: "chat", now: start}
			said := on.send(msg.Inbound{Kind: msg.Choice, Choice: "ask:" + id}).Shaped[0].Outbound.Text
			if !strings.Contains(said, vnDay(last)) {
				t.Errorf("%s: %s does not say that it ends that day", last, id)
			}
			if next := l.AnswerOn(id, after); next == nil || next == a {
				t.Errorf("%s: nothing follows %s", after, id)
			}
		}
	}
}

func vnDay(d eligibility.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("02/01/2006")
}

// Every programme on every day: once it has ended no answers whatever make it
// look open, and nothing that reads the list of poor districts says likely
// after A Lưới left it.
func TestEveryVerdictOnEveryDay(t *testing.T) {
	t.Parallel()
	l := knowledge(t).Library
	left, err := eligibility.ParseDate("2024-07-22")
	if err != nil {
		t.Fatal(err)
	}
	judged := 0
	for _, day := range walkDays(l) {
		for programme := range l.Rules {
			r := l.RuleOn(programme, day)
			if r == nil {
				continue
			}
			poorDistrict := slices.ContainsFunc(r.Gates, func(g content.Gate) bool { return g.Table == "huyen_ngheo" })
			for _, answers := range casesOf(r) {
				for _, commune := range []string{"", "a-luoi-3", "hong-ha"} {
					judged++
					v := r.Compiled.Evaluate(eligibility.Case{On: day, Commune: commune, Tables: l, Answers: answers}).Verdict
					switch {
					case !r.Holds(day) && v != eligibility.Ended:
						t.Fatalf("%s: %s has ended and says %s", day, r.ID, v)
					case v == eligibility.Likely && poorDistrict && !day.Before(left):
						t.Fatalf("%s: %s says likely though A Lưới is no poor district", day, r.ID)
					}
				}
			}
		}
	}
	t.Logf("%d verdicts", judged)
}

// casesOf is nothing answered, and every criterion met as far as one set of
// answers can.
func casesOf(r *content.Rule) []map[string]string {
	best := map[string]string{}
	var walk func(cs []content.Criterion)
	walk = func(cs []content.Criterion) {
		for _, c := range cs {
			if c.Question != "" && len(c.Met) > 0 && best[c.Question] == "" {
				best[c.Question] = c.Met[0]
			}
			walk(c.All)
			walk(c.Any)
		}
	}
	walk(r.Criteria)
	return []map[string]string{{}, best}
}

// On the days of change the bot itself is asked, by SMS and chat, about every
// topic: no reply offers a check of what is closed.
func TestNothingClosedIsOffered(t *testing.T) {
	t.Parallel()
	l := knowledge(t).Library
	for _, day := range l.Changes() {
		at := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC)
		if at.Before(walkFrom) || at.After(walkTo) {
			continue
		}
		b := newBot(t, day.String())
		for _, lb := range l.Labels {
			for _, a := range l.Variants(lb.ID, day) {
				for _, route := range []string{"sms", "chat"} {
					d := &dialogue{bot: b, route: route, now: start}
					holdOffers(t, l, day, d, d.send(msg.Inbound{Kind: msg.Choice, Choice: "ask:" + a.ID}).Shaped[0].Outbound.Choices)
				}
			}
		}
	}
}

func holdOffers(t *testing.T, l *content.Library, day eligibility.Date, d *dialogue, offered []msg.Button) {
	t.Helper()
	keys := []string{string(d.session.State)}
	for _, b := range offered {
		keys = append(keys, b.Key)
	}
	for programme := range l.Rules {
		r := l.RuleOn(programme, day)
		if r != nil && r.Holds(day) {
			continue
		}
		for _, k := range keys {
			if k == "check:"+programme || strings.Contains(k, `"check:`+programme+`"`) {
				t.Errorf("%s: a check of %s is offered, which is closed", day, programme)
			}
		}
	}
}

// How easy the library reads, in figures: they are printed, and what must
// always hold is held.
func TestReadingLevel(t *testing.T) {
	l := knowledge(t).Library
	today, err := eligibility.ParseDate("2026-11-28")
	if err != nil {
		t.Fatal(err)
	}
	lengths, parts := map[int]int{}, map[int]int{}
	answers, withNext, withSource, sum := 0, 0, 0, 0
	b := newBot(t, today.String())
	for _, lb := range l.Labels {
		for _, a := range l.Variants(lb.ID, today) {
			answers++
			for _, s := range sentences(t, l, a, today) {
				lengths[(s+4)/5*5]++
			}
			d := &dialogue{bot: b, route: "sms", now: start}
			out := d.send(msg.Inbound{Kind: msg.Choice, Choice: "ask:" + a.ID})
			n := len(out.Shaped[0].Message.Parts)
			parts[n]++
			sum += n
			if a.Office != "" && (len(a.See) > 0 || len(a.Check) > 0) {
				withNext++
			}
			if len(out.Outcome.Sources) > 0 {
				withSource++
			}
			if enc := out.Shaped[0].Message.Encoding; enc != text.GSM7 {
				t.Errorf("%s goes out as %s", a.ID, enc)
			}
		}
	}
	t.Logf("%d answers; words a sentence (up to): %v; SMS parts: %v, mean %.2f; with a next step %d, with a source %d",
		answers, lengths, parts, float64(sum)/float64(answers), withNext, withSource)
	if withNext != answers || withSource != answers {
		t.Errorf("of %d answers %d have a next step and %d a source", answers, withNext, withSource)
	}
	if mean := float64(sum) / float64(answers); mean > 1.6 {
		t.Errorf("%.2f SMS parts on average, at most 1.6", mean)
	}
}

// sentences gives the words of each sentence of the long text.
func sentences(t *testing.T, l *content.Library, a *content.Answer, day eligibility.Date) (out []int) {
	t.Helper()
	r, err := l.Render(a.Long, content.View{On: day})
	if err != nil {
		t.Fatal(err)
	}
	end := func(c rune) bool { return strings.ContainsRune(".?!;:\n", c) }
	for _, s := range strings.FieldsFunc(r.Text, end) {
		if n := len(strings.Fields(s)); n > 0 {
			out = append(out, n)
		}
	}
	return out
}
