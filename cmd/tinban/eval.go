package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/bot"
)

// evalLine is one question with the label it should get.
type evalLine struct {
	ID     string   `json:"id"`
	Text   string   `json:"text"`
	Label  string   `json:"label"`
	AlsoOK []string `json:"also_ok"`
	Family string   `json:"family"`
}

// inScope counts lines that should be answered.
type inScope struct {
	N       int `json:"n"`
	Right   int `json:"right"`   // answered at once with the label
	Offered int `json:"offered"` // asked back with it among the choices
	Missed  int `json:"missed"`  // asked back without it
	Wrong   int `json:"wrong"`   // answered at once with another
	Unknown int `json:"unknown"`
}

// outOfScope counts lines that should be refused.
type outOfScope struct {
	N         int `json:"n"`
	Refused   int `json:"refused"`
	Right     int `json:"right"` // answered with a label that is also fine
	AskedBack int `json:"asked_back"`
	Wrong     int `json:"wrong"`
}

type fileCounts struct {
	InScope    inScope             `json:"in_scope"`
	OutOfScope outOfScope          `json:"out_of_scope"`
	Families   map[string]*inScope `json:"families"`
	Labels     map[string]*inScope `json:"labels"`
}

type evalReport struct {
	Files    map[string]*fileCounts `json:"files"`
	MedianUS float64                `json:"median_us"`
	P99US    float64                `json:"p99_us"`
}

const outOfScopeLabel = "out_of_scope"

func evalCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "eval", Usage: "measures understanding on questions with labels",
		ArgsUsage: "FILE.jsonl…",
		Flags: []cli.Flag{asOfFlag(asOfUsage), contentFlag(), &cli.BoolFlag{Name: "json", Usage: "print counts as JSON"},
			&cli.StringFlag{Name: "channel", Value: "sms", Hidden: true}},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if !cmd.Args().Present() {
				return usagef("eval which file? It has one line {\"id\",\"text\",\"label\",\"also_ok\",\"family\"} a question")
			}
			report, err := evaluate(cmd)
			if err != nil {
				return err
			}
			if cmd.Bool("json") {
				return json.NewEncoder(w.out).Encode(report)
			}
			printEval(w.out, report)
			return nil
		},
	}
}

func evaluate(cmd *cli.Command) (*evalReport, error) {
	report := &evalReport{Files: map[string]*fileCounts{}}
	var took []time.Duration
	for _, name := range cmd.Args().Slice() {
		lines, err := readEval(name)
		if err != nil {
			return nil, err
		}
		counts, times, err := evalFile(cmd, lines)
		if err != nil {
			return nil, err
		}
		report.Files[filepath.Base(name)] = counts
		took = append(took, times...)
	}
	slices.Sort(took)
	if len(took) > 0 {
		report.MedianUS = micros(took[len(took)/2])
		report.P99US = micros(took[len(took)*99/100])
	}
	return report, nil
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

func readEval(name string) ([]evalLine, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: give a file of labelled questions", name)
	}
	defer f.Close()
	var out []evalLine
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var l evalLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil || l.Text == "" || l.Label == "" {
			return nil, fmt.Errorf("%s:%d: not a question with \"text\" and \"label\": correct the line", name, n)
		}
		out = append(out, l)
	}
	return out, lines.Err()
}

// evalFile asks each line of a fresh contact; reading is timed apart.
func evalFile(cmd *cli.Command, lines []evalLine) (*fileCounts, []time.Duration, error) {
	t, err := newTerminal(cmd)
	if err != nil {
		return nil, nil, err
	}
	know, err := loadKnowledge(cmd.String("content"))
	if err != nil {
		return nil, nil, err
	}
	c := &fileCounts{Families: map[string]*inScope{}, Labels: map[string]*inScope{}}
	took := make([]time.Duration, 0, len(lines))
	for _, l := range lines {
		start := time.Now()
		know.Reader.Read(l.Text)
		took = append(took, time.Since(start))
		fresh := &terminal{bot: t.bot, channel: t.channel}
		c.count(l, fresh.turn(l.Text).Outcome)
	}
	return c, took, nil
}

func (c *fileCounts) count(l evalLine, o bot.Outcome) {
	kind, ok := verdictKind(o), append([]string{l.Label}, l.AlsoOK...)
	if l.Label == outOfScopeLabel {
		c.OutOfScope.count(kind, slices.Contains(l.AlsoOK, o.Label))
		return
	}
	offered := slices.ContainsFunc(o.Choices, func(f bot.Offer) bool { return slices.Contains(ok, f.Label) })
	for _, s := range []*inScope{&c.InScope, at(c.Families, l.Family), at(c.Labels, l.Label)} {
		s.count(kind, slices.Contains(ok, o.Label), offered)
	}
}

func at(m map[string]*inScope, key string) *inScope {
	if m[key] == nil {
		m[key] = &inScope{}
	}
	return m[key]
}

func (s *inScope) count(kind string, right, offered bool) {
	s.N++
	switch {
	case kind == bot.KindUnknown:
		s.Unknown++
	case kind == bot.KindAskBack && offered:
		s.Offered++
	case kind == bot.KindAskBack:
		s.Missed++
	case right:
		s.Right++
	default:
		s.Wrong++
	}
}

func (s *outOfScope) count(kind string, right bool) {
	s.N++
	switch {
	case kind == bot.KindUnknown:
		s.Refused++
	case kind == bot.KindAskBack:
		s.AskedBack++
	case right:
		s.Right++
	default:
		s.Wrong++
	}
}

func printEval(out io.Writer, r *evalReport) {
	for _, name := range slices.Sorted(maps.Keys(r.Files)) {
		c := r.Files[name]
		fmt.Fprintf(out, "%s\n", name)
		row := func(what string, s *inScope) {
			fmt.Fprintf(out, "  %-28s n %4d  right %4d  offered %4d  missed %3d  wrong %3d  unknown %3d\n",
				what, s.N, s.Right, s.Offered, s.Missed, s.Wrong, s.Unknown)
		}
		row("in scope", &c.InScope)
		o := c.OutOfScope
		fmt.Fprintf(out, "  %-28s n %4d  refused %3d  right %3d  asked back %3d  wrong %3d\n",
			"out of scope", o.N, o.Refused, o.Right, o.AskedBack, o.Wrong)
		for _, f := range slices.Sorted(maps.Keys(c.Families)) {
			if f != "" {
				row("family "+f, c.Families[f])
			}
		}
		for _, l := range slices.Sorted(maps.Keys(c.Labels)) {
			row(l, c.Labels[l])
		}
	}
	fmt.Fprintf(out, "reading: median %.0f µs, p99 %.0f µs\n", r.MedianUS, r.P99US)
}
