package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/urfave/cli/v3"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/sms"
	"tinban/sms/text"
	"tinban/staff"
	"tinban/store"
)

// list is a list as it was read, with what it comes to now.
type list struct {
	person.Sheet
	fresh  []person.Entry
	faults []person.Fault
	soFar  person.Imported
}

func (d desk) importPeople(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().First() != "-" {
		return usagef("import reads standard input; write: tinban person import - --as ID < list.csv")
	}
	data, err := io.ReadAll(d.in)
	if err != nil {
		return err
	}
	var l list
	err = d.s.store.View(ctx, func(r store.Reader) (err error) {
		l, err = d.readList(r, cmd, data)
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
	case l.soFar.Line == 0 && cmd.Int("leave-out") != len(l.faults):
		return usagef("%d rows are wrong; correct them, or enter the others with --leave-out %d", len(l.faults), len(l.faults))
	}
	return d.inEnglish(d.apply(ctx, cmd, l))
}

// readList reads the list and holds it against what is known.
func (d desk) readList(r store.Reader, cmd *cli.Command, data []byte) (l list, err error) {
	by, err := actor(r, cmd)
	if err != nil {
		return l, err
	}
	if err := staff.May(by, staff.ImportContacts); err != nil {
		return l, err
	}
	if l.Sheet, err = person.ReadImport(bytes.NewReader(data), d.importRules(r)); err != nil {
		return l, err
	}
	if err := staff.May(by, staff.ImportContacts, l.Communes()...); err != nil {
		return l, err
	}
	if l.soFar, err = person.ImportedSoFar(r, l.Ref); err != nil {
		return l, err
	}
	var marked []person.Fault
	l.fresh, marked, err = person.Fresh(r, d.s.marks, l.Entries)
	l.faults = slices.Concat(l.Faults, marked)
	slices.SortStableFunc(l.faults, func(a, b person.Fault) int { return a.Line - b.Line })
	return l, err
}

func (d desk) importRules(r store.Reader) person.ImportRules {
	known, places := map[string]bool{}, map[string]place{} // a list names few, many times
	return person.ImportRules{
		Number: sms.Number, Plain: plainWords, Version: locales.NewsConsentVersion, Now: d.s.cfg.now(),
		Commune: func(name string) (today, named string, ok bool) {
			p, asked := places[name]
			if !asked {
				p = d.placeCalled(name)
				places[name] = p
			}
			return p.today, p.named, p.named != ""
		},
		Staff: func(id string) bool {
			if _, asked := known[id]; !asked {
				_, err := staff.Get(r, staff.ID(id))
				known[id] = err == nil
			}
			return known[id]
		},
	}
}

// place is a commune as it was named, and what it belongs to today.
type place struct{ today, named string }

// placeCalled finds the one commune, of any generation, that a name stands
// for; none when it is written so that it may be several.
func (d desk) placeCalled(name string) (p place) {
	know := d.s.know.Load()
	for _, f := range know.Places.Find(name) {
		now := know.Library.CommuneOn(f.ID, d.today())
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

// plainWords is a text in lower case, without marks or signs.
func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text.Strip(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// smsRoute is the gateway that writes to people who have not written yet: the
// first for SMS that can be answered.
func (s *service) smsRoute() (name string) {
	for _, c := range s.channels {
		caps := c.sender.Caps()
		if caps.Kind == msg.SMS && (name == "" || caps.Receives) {
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
func (d desk) preview(l list) {
	if d.s.strange {
		fmt.Fprintln(d.out, "! the do-not-send marks are of another key and cannot be read; bring back mark.key before you import")
	}
	fmt.Fprintf(d.out, "%d rows: %d people would be entered, %d take news already, %d rows are wrong\n",
		len(l.Entries)+len(l.Faults), len(l.fresh), len(l.Entries)-len(l.fresh)-(len(l.faults)-len(l.Faults)), len(l.faults))
	d.printFaults(l.faults)
	switch n := len(l.Entries); {
	case l.soFar.Line > 0 && n > 0 && l.soFar.Line >= l.Entries[n-1].Line:
		fmt.Fprintf(d.out, "this list was entered before: %d people take news by it\n", l.soFar.New)
	case l.soFar.Line > 0:
		fmt.Fprintf(d.out, "this list was begun and entered as far as row %d; to go on: --apply %s\n", l.soFar.Line, l.Ref)
	case len(l.fresh) == 0:
		fmt.Fprintln(d.out, "nothing to enter")
	case len(l.faults) > 0:
		fmt.Fprintf(d.out, "nothing was entered. Correct the rows and run this again, or leave them out: --apply %s --leave-out %d\n", l.Ref, len(l.faults))
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

// apply enters a list page by page. A kill between two loses nothing: the same
// command goes on.
func (d desk) apply(ctx context.Context, cmd *cli.Command, l list) error {
	if d.s.strange {
		return usagef("the do-not-send marks are of another key and cannot be read; bring back mark.key first")
	}
	route := cmd.String("route")
	if route == "" {
		route = d.s.smsRoute()
	}
	var late []person.Fault
	for {
		done, more, err := d.applyPage(ctx, cmd, l, route)
		if err != nil {
			return err
		}
		late = append(late, done.Faults...)
		if !more {
			fmt.Fprintf(d.out, "entered: %d people take news by this list\n", done.New)
			d.printFaults(late)
			return nil
		}
	}
}

// applyPage enters one page, and logs the first.
func (d desk) applyPage(ctx context.Context, cmd *cli.Command, l list, route string) (done person.Imported, more bool, err error) {
	ids := make([]store.ContactID, person.ImportPage)
	for i := range ids {
		ids[i] = store.NewContactID()
	}
	err = d.s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
		by, err := actor(r, cmd)
		if err == nil {
			err = staff.May(by, staff.ImportContacts, l.Communes()...)
		}
		if err != nil {
			return c, err
		}
		before, err := person.ImportedSoFar(r, l.Ref)
		if err != nil {
			return c, err
		}
		if done, c, err = person.Import(r, d.s.marks, l.Ref, route, l.Entries, ids, d.s.cfg.now()); err != nil {
			return c, err
		}
		if more = done.Line > before.Line; !more {
			done.Faults = nil
		}
		if before.Line > 0 || !more {
			return c, nil
		}
		return c, staff.Log(r, &c, staff.Entry{At: d.s.cfg.now(), By: by.ID, Did: string(staff.ImportContacts), On: "import/" + l.Ref})
	})
	return done, more, err
}
