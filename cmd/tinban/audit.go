package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/staff"
	"tinban/store"
)

// auditCommand reads the log of what staff did.
func auditCommand(d desk) *cli.Command {
	return &cli.Command{
		Name: "audit", Usage: "reads the log of what staff did, and checks that it is whole",
		Action: func(context.Context, *cli.Command) error {
			return usagef("audit list, or audit verify? \"tinban audit --help\" shows both")
		},
		Commands: []*cli.Command{
			{Name: "verify", Usage: "walks the whole log and names the first entry that was changed, taken out or put in",
				Flags:  []cli.Flag{asFlag(), &cli.StringSliceFlag{Name: "known", Usage: "`N:HASH` that an earlier verify printed; the log must still lead through it"}},
				Action: d.verifyLog},
			{Name: "list", Usage: "lists entries, newest first",
				Flags: []cli.Flag{
					asFlag(),
					&cli.StringFlag{Name: "by", Usage: "of the member of staff `ID`"},
					&cli.StringFlag{Name: "on", Usage: "about an `OBJECT` and what is below it: notice, notice/4821"},
					&cli.StringFlag{Name: "since", Usage: "from the day `YYYY-MM-DD` on"},
					&cli.StringFlag{Name: "until", Usage: "to the end of the day `YYYY-MM-DD`"},
					&cli.IntFlag{Name: "max", Value: 50, Usage: "at most `N`"},
					&cli.BoolFlag{Name: "json", Usage: "print them as JSON, one a line"},
				},
				Action: d.listLog},
		},
	}
}

func (d desk) verifyLog(ctx context.Context, cmd *cli.Command) error {
	known := map[int]string{}
	for _, k := range cmd.StringSlice("known") {
		n, hash, ok := strings.Cut(k, ":")
		seq, err := strconv.Atoi(n)
		if !ok || err != nil || seq < 1 {
			return usagef("%q is no N:HASH; give it as \"audit verify\" printed it", k)
		}
		known[seq] = hash
	}
	var found staff.Found
	err := d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err == nil {
			err = staff.May(by, staff.ReadLog)
		}
		if err != nil {
			return err
		}
		found, err = staff.Verify(r, known, nil)
		return err
	})
	switch {
	case err != nil:
		return d.inEnglish(err)
	case found.Broken > 0:
		return fmt.Errorf("entry %d is %s; the %d before it are whole. Keep the file as it is, and compare with a copy: \"tinban restore --help\"",
			found.Broken, found.Damage, found.Entries)
	case found.Entries == 0:
		fmt.Fprintln(d.out, "the log is empty")
	default:
		fmt.Fprintf(d.out, "%d entries, all whole. Write this down elsewhere, and give it next time with --known:\n%d:%s\n", found.Entries, found.Entries, found.Hash)
	}
	return nil
}

// logFilter reads a list's flags.
func logFilter(cmd *cli.Command) (f staff.Filter, err error) {
	f = staff.Filter{By: staff.ID(cmd.String("by")), On: cmd.String("on")}
	day := func(flag string, plus int) (time.Time, error) {
		typed := cmd.String(flag)
		if typed == "" {
			return time.Time{}, nil
		}
		t, err := time.ParseInLocation(time.DateOnly, typed, hue)
		if err != nil {
			return t, usagef("--%s %q is no day; write it as 2026-06-10", flag, typed)
		}
		return t.AddDate(0, 0, plus), nil
	}
	if f.Since, err = day("since", 0); err == nil {
		f.Until, err = day("until", 1)
	}
	return f, err
}

func (d desk) listLog(ctx context.Context, cmd *cli.Command) error {
	f, err := logFilter(cmd)
	if err != nil {
		return err
	}
	var list []staff.Entry
	var next string
	err = d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err == nil {
			list, next, err = staff.Entries(r, by, f, "", max(1, cmd.Int("max")))
		}
		return err
	})
	if err != nil {
		return d.inEnglish(err)
	}
	if cmd.Bool("json") {
		enc := json.NewEncoder(d.out)
		for _, e := range list {
			if err := enc.Encode(e); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	for _, e := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s", e.At.In(hue).Format("02/01/2006 15:04"), e.By, e.Did, e.On)
		if words := strings.TrimSpace(e.To + " " + quoted(e.Reason)); words != "" {
			fmt.Fprintf(table, "\t%s", words)
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	switch {
	case len(list) == 0:
		fmt.Fprintln(d.out, "there is no such entry")
	case next != "":
		fmt.Fprintf(d.out, "there are older ones; --max %d shows more\n", 2*len(list))
	}
	return nil
}

func quoted(reason string) string {
	if reason == "" {
		return ""
	}
	return strconv.Quote(reason)
}
