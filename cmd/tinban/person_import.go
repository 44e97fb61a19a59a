package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/eligibility"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

func (d desk) importPeople(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().First() != "-" {
		return usagef("import reads standard input; write: tinban person import - --as ID < list.csv")
	}
	data, err := io.ReadAll(d.in)
	if err != nil {
		return err
	}
	var l person.Preview
	err = d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err != nil {
			return err
		}
		l, err = registry{s: d.s}.ReadList(r, by, data)
		return err
	})
	switch {
	case err != nil:
		return d.inEnglish(err)
	case cmd.String("apply") == "":
		d.preview(l)
		return nil
	case cmd.String("apply") != l.Ref:
		return usagef("this is not the list that was previewed: its hash is %s; run it without --apply and look again", l.Ref)
	case l.SoFar.Line == 0 && cmd.Int("leave-out") != len(l.Wrong):
		return usagef("%d rows are wrong; correct them, or enter the others with --leave-out %d", len(l.Wrong), len(l.Wrong))
	}
	return d.inEnglish(d.apply(ctx, cmd, l))
}

// place is a commune as it was named, and what it belongs to today.
type place struct{ today, named string }

// placeCalled finds the one commune, of any generation, that a name stands
// for; none when it is written so that it may be several.
func (s *service) placeCalled(name string) (p place) {
	know := s.know.Load()
	for _, f := range know.Places.Find(name) {
		now := know.Library.CommuneOn(f.ID, eligibility.FromTime(s.cfg.now()))
		switch {
		case !f.Exact || now == nil:
		case p.named == "":
			p = place{now.ID, f.ID}
		case p.today != now.ID:
			return place{}
		}
	}
	return p
}

// smsRoute is the gateway that writes to people who have not written yet: the
// first for SMS that can be answered.
func (s *service) smsRoute() (name string) {
	for _, c := range s.channels {
		caps := c.sender.Caps()
		if caps.Kind == msg.SMS && caps.Class != msg.Trial && (name == "" || caps.Receives) {
			if name = c.name; caps.Receives {
				return name
			}
		}
	}
	return name
}

// mostLines is how many rows of one fault are named one by one.
const mostLines = 40

// preview says what an import would do. It shows rows, never what is in them.
func (d desk) preview(l person.Preview) {
	if d.s.strange {
		fmt.Fprintln(d.out, "! the do-not-send marks are of another key and cannot be read; bring back mark.key before you import")
	}
	fmt.Fprintf(d.out, "%d rows: %d people would be entered, %d take news already, %d rows are wrong\n", l.Rows(), len(l.Fresh), l.Taken(), len(l.Wrong))
	d.printFaults(l.Wrong)
	switch {
	case l.Done():
		fmt.Fprintf(d.out, "this list was entered before: %d people take news by it\n", l.SoFar.New)
	case l.Begun():
		fmt.Fprintf(d.out, "this list was begun and entered as far as row %d; to go on: --apply %s\n", l.SoFar.Line, l.Ref)
	case len(l.Fresh) == 0:
		fmt.Fprintln(d.out, "nothing to enter")
	case len(l.Wrong) > 0:
		fmt.Fprintf(d.out, "nothing was entered. Correct the rows and run this again, or leave them out: --apply %s --leave-out %d\n", l.Ref, len(l.Wrong))
	default:
		fmt.Fprintf(d.out, "nothing was entered. To enter exactly this: --apply %s\n", l.Ref)
	}
}

// printFaults lists the rows by what is wrong with them.
func (d desk) printFaults(faults []person.Fault) {
	rows := map[string][]int{}
	for _, f := range faults {
		said := d.s.say.In("en").Refusal(f.Why)
		rows[said] = append(rows[said], f.Line)
	}
	kinds := slices.SortedFunc(maps.Keys(rows), func(a, b string) int { return rows[a][0] - rows[b][0] })
	for _, said := range kinds[:min(len(kinds), mostLines)] {
		fmt.Fprintf(d.out, "  %s: %s\n", rowsWords(rows[said]), said)
	}
	if more := len(kinds) - mostLines; more > 0 {
		fmt.Fprintf(d.out, "  and %d more of this kind\n", more)
	}
}

// rowsWords writes rows as "row 5" or "rows 5, 9-12 and 80 more".
func rowsWords(rows []int) string {
	var parts []string
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		if parts = append(parts, strconv.Itoa(rows[i])); j > i {
			parts[len(parts)-1] += "-" + strconv.Itoa(rows[j])
		}
		if i = j + 1; len(parts) == mostLines && i < len(rows) {
			return fmt.Sprintf("rows %s and %d more", strings.Join(parts, ", "), len(rows)-i)
		}
	}
	if len(rows) == 1 {
		return "row " + parts[0]
	}
	return "rows " + strings.Join(parts, ", ")
}

// apply enters a list.
func (d desk) apply(ctx context.Context, cmd *cli.Command, l person.Preview) error {
	by := func(r store.Reader) (staff.Actor, error) { return actor(r, cmd) }
	done, err := registry{d.s, cmd.String("route")}.EnterList(ctx, by, l)
	if errors.Is(err, errStrange) {
		return usagef("%v", err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "entered: %d people take news by this list\n", done.New)
	d.printFaults(done.Faults)
	return nil
}
