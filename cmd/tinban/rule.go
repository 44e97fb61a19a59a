package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/content"
	"tinban/eligibility"
)

// The rule commands show what the service decides by, to those who answer for
// it: an officer of the commune who knows the programme and not the program.
func ruleCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "rule", Usage: "shows the rules a check decides by, for officers to read",
		Commands: []*cli.Command{ruleListCommand(w), ruleShowCommand(w)},
		Action: func(_ context.Context, cmd *cli.Command) error {
			return usagef("rule list, or rule show ID; \"tinban %s --help\" shows both", cmd.Name)
		},
	}
}

func ruleListCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "lists programmes and the versions of their rules",
		Flags: []cli.Flag{asOfFlag(asOfUsage), contentFlag()},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Present() {
				return usagef("rule list takes no name; to see one rule: tinban rule show %s", cmd.Args().First())
			}
			library, day, err := libraryOn(cmd)
			if err != nil {
				return err
			}
			listRules(w.out, library, day)
			return nil
		},
	}
}

func ruleShowCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "prints a rule as a tree, or the way through its questions as a picture",
		ArgsUsage:   "RULE|PROGRAMME",
		Description: "A programme stands for the version of the day. \"tinban rule list\" names both.",
		Flags: []cli.Flag{asOfFlag(asOfUsage), contentFlag(),
			&cli.BoolFlag{Name: "graph", Usage: "print the way through the questions as SVG"}},
		Action: func(_ context.Context, cmd *cli.Command) error {
			library, day, err := libraryOn(cmd)
			if err != nil {
				return err
			}
			if cmd.Args().Len() != 1 {
				return usagef("rule show takes one rule or programme: %s", ruleNames(library))
			}
			s, err := newSheet(library, cmd.Args().First(), day)
			if err != nil {
				return err
			}
			if cmd.Bool("graph") {
				return s.graph(w.out)
			}
			return s.print(w.out)
		},
	}
}

// libraryOn loads the content and says for which day it is read.
func libraryOn(cmd *cli.Command) (*content.Library, eligibility.Date, error) {
	day, err := asOf(cmd)
	if err != nil {
		return nil, day, err
	}
	if day.IsZero() {
		day = today()
	}
	fsys, err := folder(cmd.String("content"))
	if err != nil {
		return nil, day, err
	}
	library, err := content.Load(fsys)
	return library, day, err
}

func listRules(out io.Writer, l *content.Library, day eligibility.Date) {
	fmt.Fprintf(out, "Các chương trình, xem như ngày %s\n", vnDay(day))
	for _, programme := range slices.Sorted(maps.Keys(l.Rules)) {
		versions := l.Rules[programme]
		fmt.Fprintf(out, "%s: %s\n", programme, versions[len(versions)-1].Title)
		for _, r := range versions {
			fmt.Fprintf(out, "  %-24s %-28s %s\n", r.ID, period(r.Period), standing(r.Period, day))
		}
	}
}

// ruleNames is what "rule show" takes, for the message that it got another.
func ruleNames(l *content.Library) string {
	var all []string
	for _, programme := range slices.Sorted(maps.Keys(l.Rules)) {
		var ids []string
		for _, r := range l.Rules[programme] {
			ids = append(ids, r.ID)
		}
		all = append(all, fmt.Sprintf("%s (%s)", programme, strings.Join(ids, ", ")))
	}
	return strings.Join(all, ", ")
}

// findRule takes the id of a rule, or of a programme for its version of the day.
func findRule(l *content.Library, id string, day eligibility.Date) (*content.Rule, error) {
	for _, versions := range l.Rules {
		for _, r := range versions {
			if r.ID == id {
				return r, nil
			}
		}
	}
	versions := l.Rules[id]
	if len(versions) == 0 {
		return nil, usagef("there is no rule or programme %q; there are %s", id, ruleNames(l))
	}
	if r := l.RuleOn(id, day); r != nil {
		return r, nil
	}
	return nil, usagef("programme %q has no rule yet on %s; its first is %s, from %s", id, day, versions[0].ID, versions[0].From)
}

// vnDay writes a day as people here do.
func vnDay(d eligibility.Date) string {
	return fmt.Sprintf("%02d/%02d/%d", d.Day, int(d.Month), d.Year)
}

func period(p content.Period) string {
	switch {
	case p.From.IsZero() && p.To.IsZero():
		return "không ghi ngày"
	case p.To.IsZero():
		return "từ " + vnDay(p.From.Date)
	case p.From.IsZero():
		return "đến hết " + vnDay(p.To.Date)
	}
	return vnDay(p.From.Date) + " đến hết " + vnDay(p.To.Date)
}

func standing(p content.Period, day eligibility.Date) string {
	switch {
	case p.Holds(day):
		return "đang áp dụng"
	case !p.To.IsZero() && p.To.Before(day):
		return "đã hết"
	}
	return "chưa bắt đầu"
}
