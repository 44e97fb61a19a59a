package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/course"
	"tinban/locales"
	"tinban/report"
	"tinban/staff"
	"tinban/store"
)

// exportCommand writes lists to a file, and takes a course's list back.
func exportCommand(d desk) *cli.Command {
	var purposes []string
	for _, p := range report.Purposes {
		purposes = append(purposes, p.Code)
	}
	list := func(name, args, usage string, do func(context.Context, *cli.Command) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, ArgsUsage: args, Usage: usage + "; send it to a file with > FILE", Action: do,
			Flags: append(flags, asFlag(),
				&cli.StringFlag{Name: "purpose", Usage: "what `FOR`, for the log: " + strings.Join(purposes, ", ") + "; after other say it in words, \"other: …\""},
				&cli.StringSliceFlag{Name: "commune", Usage: "only of a `COMMUNE`, by name or id; again for each"},
				&cli.BoolFlag{Name: "csv", Usage: "as CSV instead of XLSX"}),
		}
	}
	return &cli.Command{
		Name: "export", Usage: "writes lists for the office as XLSX or CSV, and takes a course's list back",
		Action: func(context.Context, *cli.Command) error {
			return usagef("export course, demand, tickets or apply? \"tinban export --help\" shows them")
		},
		Commands: []*cli.Command{
			list("course", "ID", "the people of a course", d.exportCourse,
				&cli.BoolFlag{Name: "phones", Usage: "with their phone numbers"},
				&cli.StringSliceFlag{Name: "status", Usage: "only of a `STATUS`; again for each"}),
			list("demand", "", "trades people want to learn, as numbers", d.exportDemand),
			list("tickets", "", "questions that people answer, as they were typed", d.exportTickets),
			{Name: "apply", ArgsUsage: "ID - < FILE", Usage: "shows what a course's list that was changed asks for; with --yes does it, all or nothing",
				Action: d.applyList, Flags: []cli.Flag{asFlag(), &cli.BoolFlag{Name: "yes", Usage: "do it"}}},
		},
	}
}

// order is what the flags ask for.
func (d desk) order(r store.Reader, cmd *cli.Command) (o report.Order, err error) {
	know, today := d.s.know.Load(), d.s.cfg.now()
	o = report.Order{
		At: today, Phones: cmd.Bool("phones"), Say: d.s.say.In(locales.Own),
		Called: func(id string) string { return know.Library.Commune(id).Name },
	}
	if o.By, err = actor(r, cmd); err != nil {
		return o, err
	}
	if a, err := staff.Get(r, o.By.ID); err == nil {
		o.Name = a.Name
	}
	for _, name := range cmd.StringSlice("commune") {
		id, err := d.communeCalled(name)
		if err != nil {
			return o, err
		}
		o.Communes = append(o.Communes, id)
	}
	for _, s := range cmd.StringSlice("status") {
		status := course.Status(s)
		if !known(status) {
			return o, usagef("--status %q is none; choose %s", s, statusNames())
		}
		o.Statuses = append(o.Statuses, status)
	}
	return o, nil
}

func known(s course.Status) bool {
	for _, k := range course.Statuses {
		if s == k {
			return true
		}
	}
	return false
}

func statusNames() string {
	var names []string
	for _, s := range course.Statuses {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

func (d desk) exportCourse(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() != 1 {
		return usagef("export course takes one id; \"tinban course list\" shows them")
	}
	return d.export(ctx, cmd, func(o report.Order, r store.Reader) (report.Book, error) { return o.Course(r, cmd.Args().First()) })
}

func (d desk) exportDemand(ctx context.Context, cmd *cli.Command) error {
	return d.export(ctx, cmd, report.Order.Demand)
}

func (d desk) exportTickets(ctx context.Context, cmd *cli.Command) error {
	return d.export(ctx, cmd, report.Order.Tickets)
}

// export draws a list, logs that it was, and only then hands it out.
func (d desk) export(ctx context.Context, cmd *cli.Command, draw func(report.Order, store.Reader) (report.Book, error)) error {
	var book report.Book
	err := d.s.store.View(ctx, func(r store.Reader) error {
		o, err := d.order(r, cmd)
		if err != nil {
			return err
		}
		if o.Purpose, err = report.ReadPurpose(cmd.String("purpose")); err != nil {
			return err
		}
		book, err = draw(o, r)
		return err
	})
	if err == nil {
		err = d.s.store.Update(ctx, book.Log)
	}
	if err != nil {
		return d.inEnglish(err)
	}
	if cmd.Bool("csv") {
		return book.CSV(d.out)
	}
	return book.XLSX(d.out)
}

// applyList previews a list that was piped in, or does what it asks for.
func (d desk) applyList(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() != 2 || cmd.Args().Get(1) != "-" {
		return usagef("which course, and which list? For example: tinban export apply nuoi-bo - --as lan < list.xlsx")
	}
	id := cmd.Args().First()
	file, err := io.ReadAll(d.in)
	if err != nil {
		return err
	}
	rows, err := report.ReadBack(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return d.inEnglish(err)
	}
	var p report.Preview
	if !cmd.Bool("yes") {
		err = d.s.store.View(ctx, func(r store.Reader) error {
			o, err := d.order(r, cmd)
			if err == nil {
				p, err = o.Back(r, id, rows)
			}
			return err
		})
		if err != nil {
			return d.inEnglish(err)
		}
		d.printPreview(p)
		return nil
	}
	err = d.s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
		o, err := d.order(r, cmd)
		if err != nil {
			return c, err
		}
		p, c, err = o.Apply(r, id, rows)
		return c, err
	})
	if err != nil {
		return fmt.Errorf("%s%w", problems(p), d.inEnglish(err))
	}
	fmt.Fprintf(d.out, "%d changed, %d as they were\n", len(p.Changes), p.Same)
	return nil
}

func (d desk) printPreview(p report.Preview) {
	for _, c := range p.Changes {
		fmt.Fprintf(d.out, "line %d  %s", c.Line, c.Code)
		if c.From != c.To {
			fmt.Fprintf(d.out, "  %s → %s", c.From, c.To)
		}
		if c.Noted {
			fmt.Fprintf(d.out, "  note: %q", c.Note)
		}
		fmt.Fprintln(d.out)
	}
	fmt.Fprint(d.out, problems(p))
	switch {
	case len(p.Problems) > 0:
		fmt.Fprintf(d.out, "%d of the rows cannot be applied; correct them first. %d would change, %d are as they were\n", len(p.Problems), len(p.Changes), p.Same)
	case len(p.Changes) == 0:
		fmt.Fprintf(d.out, "nothing changes: all %d rows are as they were\n", p.Same)
	default:
		fmt.Fprintf(d.out, "%d would change, %d are as they were. Nothing is changed yet: add --yes to do it\n", len(p.Changes), p.Same)
	}
}

// troubles says why a row cannot be applied.
var troubles = map[report.Trouble]string{
	report.Conflict:      "somebody has changed it since the list was made; export a new list. It is now",
	report.UnknownCode:   "no registration of this course that you may see has the code",
	report.UnknownStatus: "this is no status",
	report.Twice:         "there are two rows of it that ask for different things",
	report.NoStamp:       "its hidden cell was changed; export a new list. It holds",
	report.LongNote:      fmt.Sprintf("the note is longer than %d letters", report.MaxNote),
}

// problems are the rows that cannot be applied, a line each.
func problems(p report.Preview) string {
	var out strings.Builder
	for _, bad := range p.Problems {
		fmt.Fprintf(&out, "line %d  %s  ✗ %s: %q\n", bad.Line, bad.Code, troubles[bad.Trouble], bad.Found)
	}
	return out.String()
}
