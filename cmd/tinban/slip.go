package main

import (
	"context"
	"embed"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/bot"
	"tinban/locales"
	"tinban/msg"
)

// A slip is a check on paper, A5: the questions with the digits they have in
// an SMS, the answers given, and the result with its digits. A village head
// fills one in where there is no signal and sends the digits later.

//go:embed slip.html
var slipFiles embed.FS

var slipPage = template.Must(template.New("slip.html").Funcs(template.FuncMap{
	"inc": func(n int) int { return n + 1 },
}).ParseFS(slipFiles, "slip.html"))

// slip is what the page shows.
type slip struct {
	Title  string
	Day    string
	Steps  []slipStep
	Result []string
	Digits string // the answers as one SMS
}

// slipStep is one question with its options; Chosen are the digits given.
type slipStep struct {
	Ask     string
	Options []string
	Chosen  []int
}

// Has reports whether the option with this digit was chosen.
func (s slipStep) Has(digit int) bool { return slices.Contains(s.Chosen, digit) }

func slipCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "slip", Usage: "prints a check as an A5 page (HTML): the result for answers given, with the digits of the SMS",
		ArgsUsage: "all|PROGRAMME [DIGIT…]",
		Description: "\"tinban slip all '2 8' 1 1\" answers the first three questions with 2 and 8, 1 and 1.\n" +
			"A commune is answered with its name: \"tinban slip nha-o 1 1 1 'a roang'\".",
		Flags: []cli.Flag{asOfFlag(asOfUsage), contentFlag(), &cli.StringFlag{Name: "channel", Value: "telegram", Hidden: true}},
		Action: func(_ context.Context, cmd *cli.Command) error {
			args := cmd.Args().Slice()
			if len(args) == 0 {
				return usagef("slip of what? \"tinban slip all\", or a programme: tinban slip vay-von")
			}
			t, err := newTerminal(cmd)
			if err != nil {
				return err
			}
			page, err := fillSlip(t, args[0], args[1:])
			if err != nil {
				return err
			}
			if s := cmd.String("as-of"); s != "" {
				page.Day = s
			}
			return slipPage.Execute(w.out, page)
		},
	}
}

// fillSlip plays the dialogue, so that paper and phone say the same.
func fillSlip(t *terminal, what string, answers []string) (*slip, error) {
	action := "check:" + what
	if what == "all" {
		action = "survey"
	}
	d := t.press(action)
	if !asks(d) && d.Outcome.Kind != "ended" && d.Outcome.Kind != "verdict" {
		return nil, usagef("there is no programme %q; \"tinban rule list\" names them", what)
	}
	p := &slip{Day: now().Format("02/01/2006"), Digits: strings.Join(answers, " | ")}
	for _, a := range answers {
		if !asks(d) {
			return nil, usagef("the check is over before answer %q: give fewer answers", a)
		}
		step := stepOf(d)
		step.Chosen = digitsOf(a)
		p.Steps = append(p.Steps, step)
		d = t.turn(a)
	}
	if asks(d) {
		p.Steps = append(p.Steps, stepOf(d))
	} else {
		p.Result = lines(d)
	}
	p.Title = t.title(what)
	return p, nil
}

// press sends a button of ours.
func (t *terminal) press(action string) bot.Decision {
	return t.send(msg.Inbound{Kind: msg.Choice, Choice: action})
}

func (t *terminal) title(what string) string {
	if what == "all" {
		return t.say.In(locales.Own).Say(locales.SurveyTitle, nil)
	}
	return t.know.Library.Rules[what][0].Title
}

// stepOf reads a question off the message that asks it.
func stepOf(d bot.Decision) slipStep {
	out := d.Shaped[0].Outbound
	s := slipStep{Ask: lastLine(out.Text)}
	for _, b := range out.Choices {
		if verb, _, _ := strings.Cut(b.Key, ":"); slices.Contains(answering, verb) {
			s.Options = append(s.Options, b.Label)
		}
	}
	return s
}

// asks: the message asks something.
func asks(d bot.Decision) bool { return d.Outcome.Kind == "check" || d.Outcome.Kind == "needs" }

// answering are the actions that answer a question; the other buttons under
// it lead elsewhere.
var answering = []string{"opt", "place", "outside", "need", "needs"}

func digitsOf(answer string) (out []int) {
	for _, f := range strings.Fields(answer) {
		if n, err := strconv.Atoi(f); err == nil {
			out = append(out, n)
		}
	}
	return out
}

func lastLine(s string) string {
	all := strings.Split(strings.TrimSpace(s), "\n")
	last := all[len(all)-1]
	if end := strings.LastIndex(last, "?"); end >= 0 {
		return last[:end+1] // what follows tells how to answer on a phone
	}
	return last
}

func lines(d bot.Decision) []string {
	var out []string
	for _, l := range strings.Split(d.Shaped[0].Outbound.Text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}
