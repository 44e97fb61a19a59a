package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"tinban/locales"
	"tinban/notice"
)

// What the notice commands print: the frame in English, the texts as people
// get them.

func (d desk) en(id locales.ID, vars locales.Vars) string { return d.s.say.In("en").Say(id, vars) }

func (d desk) printStep(step notice.Step) {
	n := step.Notice
	fmt.Fprintf(d.out, "%s (%s, version %d): %s\n", n.Code, n.ID, n.Version, d.stateOf(n))
	d.printChecks(step.Checks)
}

// stateOf says how far a notice is, and until when it waits there.
func (d desk) stateOf(n notice.Notice) string {
	said := d.en(notice.StateName(n.State), nil)
	switch n.State {
	case notice.Approved, notice.Counting:
		said += "; it leaves at " + moments(n.Start)
	case notice.Returned, notice.Paused:
		if n.Why != "" {
			said += ": " + d.en(notice.WhyName(n.Why), nil)
		}
		if n.State == notice.Returned && n.Remark != "" {
			said += ": " + n.Remark
		}
	}
	return said
}

func moments(t time.Time) string { return t.In(hue).Format("2006-01-02 15:04") }

var checkMarks = map[notice.Severity]string{notice.Refuse: "✗", notice.Warn: "!", notice.Note: "·"}

func (d desk) printChecks(list []notice.Check) {
	for _, c := range list {
		fmt.Fprintf(d.out, "%s %s\n", checkMarks[c.Severity], d.en(c.Text, c.Vars))
	}
}

func (d desk) printList(list []notice.Notice) {
	if len(list) == 0 {
		fmt.Fprintln(d.out, "none yet; \"tinban notice new\" begins one")
		return
	}
	w := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CODE\tID\tWRITTEN\tBY\tFOR\tSTATE\tTEXT")
	for _, n := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", n.Code, n.ID, moments(n.Created), n.Author, strings.Join(n.Communes, " "), n.State, brief(n.Text))
	}
	_ = w.Flush() // to d.out, which keeps it in memory
}

// brief is the beginning of a text.
func brief(s string) string {
	const most = 40
	r := []rune(strings.ReplaceAll(s, "\n", " "))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most]) + "…"
}

func (d desk) printNotice(p notice.Preview) {
	n := p.Notice
	fmt.Fprintf(d.out, "%s (%s, version %d), by %s: %s\n", n.Code, n.ID, n.Version, n.Author, d.stateOf(n))
	for i, c := range n.Communes {
		f := p.Forms[i]
		fmt.Fprintf(d.out, "\nOn a chat, %s:\n%s\n", c, indentText(f.Chat))
		var labels []string
		for _, b := range f.Buttons {
			labels = append(labels, "["+b.Label+"]")
		}
		fmt.Fprintf(d.out, "    %s\n", strings.Join(labels, " "))
		sms, how := f.TwoWay, "from a number"
		if d.s.board.Named() {
			sms, how = f.Brandname, "from a name"
		}
		fmt.Fprintf(d.out, "By SMS, %s, %s in %s:\n%s\n", how, count(len(sms), "letter"), count(notice.Parts(sms), "part"), indentText(sms))
		fmt.Fprintf(d.out, "Read out:\n%s\n", indentText(f.Speaker))
	}
	fmt.Fprintln(d.out)
	d.printAudience(p)
	d.printChecks(p.Checks)
}

func indentText(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") }

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (d desk) printAudience(p notice.Preview) {
	a := p.Audience
	fmt.Fprintf(d.out, "%s: %d by chat, %d by SMS; about %s đ, about %s\n", people(a.People), a.Chat(), a.SMS(), notice.Money(a.Cost()), spell(p.Takes))
	for _, s := range a.Shares {
		caps := d.route(s.Route)
		pace := "no limit"
		if caps.Rate > 0 {
			pace = fmt.Sprintf("%.0f an hour", caps.Rate*3600)
		}
		fmt.Fprintf(d.out, "  by %s: %s, %s, %s đ, %s\n", s.Route, people(s.People), count(s.Parts, "part"), notice.Money(s.Cost), pace)
	}
	for _, why := range notice.Whys {
		if k := a.Excluded[why]; k > 0 {
			fmt.Fprintf(d.out, "  not %s: %s\n", people(k), d.en(notice.WhyName(why), nil))
		}
	}
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// spell writes a duration as people say it.
func spell(t time.Duration) string {
	if t < time.Hour {
		return count(int(t.Minutes()), "minute")
	}
	h, m := int(t.Hours()), int(t.Minutes())%60
	if m == 0 {
		return count(h, "hour")
	}
	return count(h, "hour") + " " + count(m, "minute")
}

func (d desk) printReport(p notice.Progress) {
	n := p.Notice
	fmt.Fprintf(d.out, "%s (%s): %s\n", n.Code, n.ID, d.stateOf(n))
	fmt.Fprintf(d.out, "chosen %d · waiting %d · handed to the chat %d · handed to the operator %d · failed %d\n", p.Chosen, p.Waiting, p.Chat, p.SMS, p.Failed)
	if p.Arrived > 0 {
		fmt.Fprintf(d.out, "arrived, where a receipt says so: %d\n", p.Arrived)
	}
	for _, f := range p.Failures {
		fmt.Fprintf(d.out, "  %d: %s (%s)\n", f.N, d.en(f.Text, nil), strings.Join(f.Codes, ", "))
	}
	for _, why := range notice.Whys {
		if k := n.Excluded[why]; k > 0 {
			fmt.Fprintf(d.out, "  not %s: %s\n", people(k), d.en(notice.WhyName(why), nil))
		}
	}
	fmt.Fprintf(d.out, "%s, %s đ\n", count(p.Parts, "SMS part"), notice.Money(p.Cost))
	if p.Coming > 0 {
		fmt.Fprintf(d.out, "%s said they come\n", people(p.Coming))
	}
	if p.Wrong > 0 {
		fmt.Fprintf(d.out, "%s wrote that it is wrong\n", people(p.Wrong))
	}
	if n.Kind == notice.Emergency {
		said := "not reviewed; due " + moments(n.Review)
		if !n.Reviewed.IsZero() {
			said = fmt.Sprintf("reviewed by %s: %s", n.Reviewer, n.Remark)
		}
		fmt.Fprintf(d.out, "an emergency, because: %s\n%s\n", n.Reason, said)
	}
}
