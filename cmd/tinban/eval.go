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
	"tinban/bot/understand"
)

// evalLine is one question with the label it should get.
type evalLine struct {
	ID     string   `json:"id"`
	Text   string   `json:"text"`
	Label  string   `json:"label"`
	AlsoOK []string `json:"also_ok"`
	Family string   `json:"family"`
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
		ArgsUsage: "FILE.jsonl… | --compare OLD.json NEW.json",
		Flags: []cli.Flag{asOfFlag(asOfUsage), contentFlag(), &cli.BoolFlag{Name: "json", Usage: "print counts as JSON"},
			&cli.BoolFlag{Name: "reader", Usage: "judge the reader alone, as if every label had an answer"},
			&cli.BoolFlag{Name: "compare", Usage: "say what got better and worse from one --json output to another: --compare OLD.json NEW.json"},
			&cli.BoolFlag{Name: "lines", Usage: "print every line that training reads, as JSON, and judge nothing", Hidden: true},
			&cli.StringFlag{Name: "channel", Value: "sms", Hidden: true}},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Bool("compare") {
				return compareEvals(w.out, cmd.Args().Slice())
			}
			if cmd.Bool("lines") {
				return printLines(w.out, cmd.String("content"))
			}
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
	return parseEval(name, f)
}

func parseEval(name string, in io.Reader) ([]evalLine, error) {
	var out []evalLine
	lines := bufio.NewScanner(in)
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
	c := &fileCounts{Families: map[string]*inScope{}, Labels: map[string]*inScope{}}
	took := make([]time.Duration, 0, len(lines))
	for _, l := range lines {
		start := time.Now()
		reading := t.know.Reader.Read(l.Text)
		took = append(took, time.Since(start))
		if cmd.Bool("reader") {
			c.count(l, readerOutcome(reading))
			continue
		}
		fresh := &terminal{bot: t.bot, channel: t.channel}
		c.count(l, fresh.turn(l.Text).Outcome)
	}
	return c, took, nil
}

// readerOutcome is what would become of a reading if every label had an answer.
func readerOutcome(r understand.Reading) bot.Outcome {
	d := r.Decide()
	switch d.Kind {
	case understand.Answer:
		return bot.Outcome{Kind: bot.KindAnswer, Label: d.Labels[0]}
	case understand.AskBack:
		o := bot.Outcome{Kind: bot.KindAskBack}
		for _, label := range d.Labels {
			o.Choices = append(o.Choices, bot.Offer{Label: label})
		}
		return o
	}
	return bot.Outcome{Kind: bot.KindUnknown}
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
		printConfusions(out, c)
	}
	fmt.Fprintf(out, "reading: median %.0f µs, p99 %.0f µs\n", r.MedianUS, r.P99US)
}
