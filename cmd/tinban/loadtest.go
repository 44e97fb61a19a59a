package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"
)

// load is one run of the load test: everything in a folder of its own, with
// gateways that are made up, so that it can be run anywhere.
type load struct {
	dir        string
	recipients int // the most people a notice goes to
	kills      int
	quick      bool
	out, err   io.Writer
	// self starts this program once more, to be another process.
	self func(ctx context.Context, args ...string) *exec.Cmd
}

// figure is one number beside its bound.
type figure struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit,omitempty"`
	Bound  float64 `json:"bound"`
	AtMost bool    `json:"at_most,omitempty"` // else at least
	Shown  bool    `json:"shown,omitempty"`   // it has no bound
	Note   string  `json:"note,omitempty"`
}

func (f figure) holds() bool {
	switch {
	case f.Shown:
		return true
	case f.AtMost:
		return f.Value <= f.Bound
	}
	return f.Value >= f.Bound
}

func (f figure) bound() string {
	switch {
	case f.Shown:
		return ""
	case f.AtMost:
		return fmt.Sprintf("≤ %g %s", f.Bound, f.Unit)
	}
	return fmt.Sprintf("≥ %g %s", f.Bound, f.Unit)
}

func loadtestCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "loadtest", Usage: "measures a notice to many while people ask, against made-up gateways",
		Description: "It touches no running service: it makes a folder of its own and deletes it. docs/load.md explains the figures.",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "quick", Usage: "smaller numbers, the same bounds: a minute or two"},
			&cli.IntFlag{Name: "recipients", Value: 1_000_000, Usage: "the most people a notice goes to, `N`"},
			&cli.IntFlag{Name: "kills", Value: 200, Usage: "how often the process is killed, `N` times"},
			&cli.StringFlag{Name: "only", Usage: "one part: " + partNames()},
			&cli.StringFlag{Name: "dir", Usage: "where to make the folder, `DIR`; its disk is what is measured"},
			&cli.BoolFlag{Name: "json", Usage: "print the figures as JSON"},
		},
		Commands: []*cli.Command{partCommand(w)},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			l := &load{recipients: cmd.Int("recipients"), kills: cmd.Int("kills"), quick: cmd.Bool("quick"), out: w.out, err: w.err, self: again}
			if l.recipients < 1000 || l.kills < 1 {
				return usagef("loadtest needs 1000 recipients and 1 kill at least")
			}
			if l.quick {
				l.recipients, l.kills = min(l.recipients, 20_000), min(l.kills, 20)
			}
			var err error
			if l.dir, err = os.MkdirTemp(cmd.String("dir"), "tinban-load-"); err != nil {
				return err
			}
			defer os.RemoveAll(l.dir)
			return l.run(ctx, cmd.String("only"), cmd.Bool("json"))
		},
	}
}

// again is this program once more.
func again(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, os.Args[0], args...) //nolint:gosec // it is ourselves
}

// part is one thing that is measured.
type loadPart struct {
	name    string
	measure func(*load, context.Context) ([]figure, error)
}

var loadParts = []loadPart{
	{"pace", (*load).pace}, {"rate", (*load).rate}, {"replies", (*load).replies}, {"memory", (*load).memory}, {"kills", (*load).killed},
}

func partNames() string {
	var names bytes.Buffer
	for i, p := range loadParts {
		if i > 0 {
			names.WriteString(", ")
		}
		names.WriteString(p.name)
	}
	return names.String()
}

func (l *load) run(ctx context.Context, only string, asJSON bool) error {
	began := time.Now()
	var all []figure
	for _, p := range loadParts {
		if only != "" && only != p.name {
			continue
		}
		got, err := p.measure(l, ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		all = append(all, got...)
	}
	if len(all) == 0 {
		return usagef("there is no part %q; there are %s", only, partNames())
	}
	if err := l.print(all, asJSON); err != nil {
		return err
	}
	l.say("it took %v", time.Since(began).Round(time.Second))
	for _, f := range all {
		if !f.holds() {
			return fmt.Errorf("%s: %g %s, and the bound is %s", f.Name, f.Value, f.Unit, f.bound())
		}
	}
	return nil
}

func (l *load) print(all []figure, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(l.out)
		enc.SetIndent("", "  ")
		return enc.Encode(all)
	}
	t := tabwriter.NewWriter(l.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "FIGURE\tMEASURED\tBOUND\t\tHOW")
	for _, f := range all {
		verdict := "ok"
		if !f.holds() {
			verdict = "MISSED"
		}
		if f.Shown {
			verdict = ""
		}
		fmt.Fprintf(t, "%s\t%g %s\t%s\t%s\t%s\n", f.Name, f.Value, f.Unit, f.bound(), verdict, f.Note)
	}
	return t.Flush()
}

// say tells whoever waits what is going on.
func (l *load) say(format string, args ...any) {
	fmt.Fprintf(l.err, "loadtest: "+format+"\n", args...)
}

// child runs a part in a process of its own and reads the figures it prints.
func (l *load) child(ctx context.Context, into any, args ...string) error {
	cmd := l.self(ctx, append([]string{"loadtest", "part"}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w: %s%s", err, out.Bytes(), errs.Bytes())
	}
	return json.NewDecoder(&out).Decode(into)
}

// partCommand is what the test runs as another process.
func partCommand(w world) *cli.Command {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "dir"}, &cli.IntFlag{Name: "recipients"}, &cli.StringFlag{Name: "far"}, &cli.Int64Flag{Name: "began"}, &cli.BoolFlag{Name: "keys"},
	}
	return &cli.Command{
		Name: "part", Hidden: true,
		Commands: []*cli.Command{
			{Name: "pace", Flags: flags, Action: func(_ context.Context, cmd *cli.Command) error {
				playPace(cmd.String("dir"), cmd.Int("recipients"))
				return nil
			}},
			{Name: "send", Flags: flags, Action: func(ctx context.Context, cmd *cli.Command) error {
				return playSend(ctx, w, cmd.String("dir"), cmd.String("far"), time.Unix(0, cmd.Int64("began")), cmd.Bool("keys"))
			}},
		},
	}
}
