package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"tinban/content"
	"tinban/eligibility"
)

// timelineCommand shows all dated records on one line of time.
func timelineCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "timeline", Usage: "cái gì đang có hiệu lực, đã hết, sắp bắt đầu, quá hạn xem lại",
		Flags: []cli.Flag{asOfFlag(asOfUsage), contentFlag(),
			&cli.StringFlag{Name: "kind", Usage: "only `KIND`: answer, rule, fact, office or commune"}},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Present() {
				return usagef("timeline takes no name; a day is given with --as-of")
			}
			kind := content.Kind(cmd.String("kind"))
			if _, ok := kindNames[kind]; kind != "" && !ok {
				return usagef("--kind %q is none of answer, rule, fact, office, commune", kind)
			}
			library, day, err := libraryOn(cmd)
			if err != nil {
				return err
			}
			printTimeline(w.out, library, kind, day)
			return nil
		},
	}
}

// stretch is one part of the timeline: which records, and what to say of them.
type stretch struct {
	title string
	has   func(content.Dated, eligibility.Date) bool
}

var stretches = []stretch{
	{"ĐANG CÓ HIỆU LỰC", func(d content.Dated, on eligibility.Date) bool { return d.Holds(on) }},
	{"SẮP BẮT ĐẦU", func(d content.Dated, on eligibility.Date) bool { return d.From.After(on) }},
	{"ĐÃ HẾT", func(d content.Dated, on eligibility.Date) bool { return !d.To.IsZero() && d.To.Before(on) }},
	{"QUÁ HẠN XEM LẠI", content.Dated.Overdue},
}

func printTimeline(out io.Writer, l *content.Library, kind content.Kind, on eligibility.Date) {
	all := l.Timeline()
	fmt.Fprintf(out, "Xem như ngày %s\n", vnDay(on))
	for _, s := range stretches {
		var rows []content.Dated
		for _, d := range all {
			if (kind == "" || d.Kind == kind) && s.has(d, on) {
				rows = append(rows, d)
			}
		}
		fmt.Fprintf(out, "\n%s: %d\n", s.title, len(rows))
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for _, d := range rows {
			fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", kindNames[d.Kind], d.ID, period(d.Period), afterwards(d), first(d.Title, 60))
		}
		_ = table.Flush() // the terminal has gone
	}
	printChange(out, l, on)
}

// afterwards names what follows a record and by when it is looked at again.
func afterwards(d content.Dated) string {
	switch {
	case d.Successor != "" && !d.To.IsZero():
		return "sau đó: " + d.Successor
	case !d.To.IsZero():
		return "sau đó: chưa biết"
	case !d.Due.IsZero():
		return "xem lại trước " + vnDay(d.Due)
	}
	return ""
}

// printChange names the next day on which something changes.
func printChange(out io.Writer, l *content.Library, on eligibility.Date) {
	for _, day := range l.Changes() {
		if day.After(on) {
			fmt.Fprintf(out, "\nNgày đổi gần nhất sau đó: %s\n", vnDay(day))
			return
		}
	}
}

// first is the beginning of a text.
func first(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
