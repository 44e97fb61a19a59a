package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/course"
	"tinban/locales"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

func (d desk) listCourses(ctx context.Context, cmd *cli.Command) error {
	return d.look(ctx, cmd, staff.ReadCourses, func(r store.Reader, _ staff.Actor) error {
		all, err := course.All(r)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			fmt.Fprintln(d.out, "no course yet; \"tinban course new\" writes one down, \"tinban course demand\" shows what people would learn")
		}
		w := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
		for _, c := range all {
			if err := d.courseLine(r, w, c); err != nil {
				return err
			}
		}
		return w.Flush()
	})
}

func (d desk) courseLine(r store.Reader, w *tabwriter.Writer, c course.Course) error {
	state, err := course.Shown(r, c)
	if err != nil {
		return err
	}
	people, _, err := course.Room(r, c)
	if err != nil {
		return err
	}
	starts := "?"
	if !c.Starts.IsZero() {
		starts = c.Starts.In(course.Zone).Format(time.DateOnly)
	}
	_, err = fmt.Fprintf(w, "%s\tv%d\t%s\t%d of %d\tfrom %s\t%s\n", c.ID, c.Version, state, people, c.Seats, starts, d.places(c.Communes))
	return err
}

// peopleOf reads the list of a course, of the communes that are the reader's.
func (d desk) peopleOf(ctx context.Context, cmd *cli.Command, do func(store.Reader, course.Course, []course.Row) error) error {
	id, err := courseID(cmd)
	if err != nil {
		return err
	}
	return d.look(ctx, cmd, staff.ManagePeople, func(r store.Reader, by staff.Actor) error {
		c, err := course.Get(r, id)
		if err != nil {
			return err
		}
		rows, err := course.People(r, id)
		if err != nil {
			return err
		}
		rows = slices.DeleteFunc(rows, func(row course.Row) bool { return staff.May(by, staff.ManagePeople, row.Commune) != nil })
		return do(r, c, rows)
	})
}

func (d desk) listCoursePeople(ctx context.Context, cmd *cli.Command) error {
	return d.peopleOf(ctx, cmd, func(_ store.Reader, c course.Course, rows []course.Row) error {
		if len(rows) == 0 {
			fmt.Fprintf(d.out, "nobody is on the list of %s yet\n", c.ID)
		}
		w := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
		for _, row := range rows {
			if _, err := fmt.Fprintf(w, "%d\t%s\t%s\t%d\t%s\t%s\t%s\n", row.Order, row.Code, row.Who.Name, row.Who.Year, row.Who.Village, row.Channel, d.rowStatus(row)); err != nil {
				return err
			}
		}
		return w.Flush()
	})
}

// rowStatus is how far somebody is, with what staff must know.
func (d desk) rowStatus(row course.Row) string {
	parts := []string{string(row.Status)}
	if row.Rank > 0 {
		parts[0] = fmt.Sprintf("%s %d", row.Status, row.Rank)
	}
	if row.Status == course.Invited && !row.Deadline.IsZero() {
		parts[0] += " until " + row.Deadline.In(course.Zone).Format("2006-01-02 15:04")
	}
	if row.Paper() {
		parts = append(parts, "no phone")
	}
	if row.Alike {
		parts = append(parts, "same name and year on two phones: ask")
	}
	if row.Note != "" {
		parts = append(parts, row.Note)
	}
	return strings.Join(parts, "; ")
}

// paperCourse prints a letter for each who was invited and has no phone.
func (d desk) paperCourse(ctx context.Context, cmd *cli.Command) error {
	return d.peopleOf(ctx, cmd, func(_ store.Reader, c course.Course, rows []course.Row) error {
		n := 0
		for _, row := range rows {
			if row.Status != course.Invited || !row.Paper() {
				continue
			}
			if n++; n > 1 {
				fmt.Fprintln(d.out, strings.Repeat("-", 40))
			}
			until := row.Deadline
			if until.IsZero() {
				until = c.Starts
			}
			fmt.Fprintln(d.out, d.s.say.In(locales.Own).Say(locales.CoursePaper, locales.Vars{
				"Name": row.Who.Name, "Village": d.villageCalled(row.Who.Village), "Code": row.Code, "Title": c.Name, "Place": c.Place,
				"Day": c.Starts.In(course.Zone).Format("02/01/2006"), "Until": until.In(course.Zone).Format("02/01/2006"),
			}))
		}
		if n == 0 {
			fmt.Fprintln(d.out, "nobody without a phone is invited")
		}
		return nil
	})
}

// villageCalled is a village in a letter.
func (d desk) villageCalled(v string) string {
	if course.SaysKind(v) {
		return v
	}
	return d.s.say.In(locales.Own).Say(locales.CourseVillage, locales.Vars{"Name": v})
}

// registerForCourse writes somebody down who has no phone.
func (d desk) registerForCourse(ctx context.Context, cmd *cli.Command) error {
	id, err := courseID(cmd)
	if err != nil {
		return err
	}
	seed, err := staff.NewSeed(d.s.cfg.random)
	if err != nil {
		return err
	}
	var p course.Place
	err = d.change(ctx, cmd, func(r store.Reader, by staff.Actor, now time.Time) (changes store.Changes, err error) {
		e, err := d.entry(r, cmd, id, by)
		if err != nil {
			return changes, err
		}
		e.Seed = fmt.Sprint(seed)
		p, changes, err = course.Assist(r, by, e, now)
		return changes, err
	})
	if err != nil {
		return err
	}
	where := "has a seat on the list"
	if p.Rank > 0 {
		where = fmt.Sprintf("waits as number %d", p.Rank)
	}
	fmt.Fprintf(d.out, "%s %s; the name is kept until %s\n", p.Code, where, p.Expires.In(course.Zone).Format(time.DateOnly))
	return nil
}

// eraseFromCourse deletes somebody who cannot send XOA.
func (d desk) eraseFromCourse(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() != 1 || cmd.String("reason") == "" {
		return usagef("delete whom, and why? For example: tinban course erase N2084 --as ID --reason \"they asked at the office\"")
	}
	code := codes(cmd.Args().Slice())[0]
	err := d.change(ctx, cmd, func(r store.Reader, by staff.Actor, now time.Time) (store.Changes, error) {
		return course.Erase(r, by, code, cmd.String("reason"), now)
	})
	if err == nil {
		fmt.Fprintf(d.out, "%s is deleted, and the name with it\n", code)
	}
	return err
}

// entry is who is to be registered, from the flags.
func (d desk) entry(r store.Reader, cmd *cli.Command, id string, by staff.Actor) (e course.Entry, err error) {
	c, err := course.Get(r, id)
	if err != nil {
		return e, err
	}
	witness := staff.ID(cmd.String("witness"))
	if witness == "" {
		witness = by.ID
	}
	if _, err := staff.Get(r, witness); err != nil {
		return e, usagef("--witness %q is nobody of staff; \"tinban staff list\" shows who is", witness)
	}
	var commune string
	switch {
	case cmd.IsSet("commune"):
		if commune, err = d.communeCalled(cmd.String("commune")); err != nil {
			return e, err
		}
	case len(c.Communes) == 1:
		commune = c.Communes[0]
	default:
		return e, usagef("where do they live? Give --commune: %s is for %s", id, d.places(c.Communes))
	}
	return course.Entry{Course: id, Person: person.Person{
		Name: cmd.String("name"), Year: cmd.Int("year"), Village: cmd.String("village"), Commune: commune,
		Sex: cmd.String("sex"), Guardian: cmd.String("guardian"),
		Consent: person.Consent{How: cmd.String("how"), Witness: string(witness)},
	}}, nil
}

// fewest is how many people a number must stand for to be told: fewer could be
// known by it.
const fewest = 5

// courseDemand counts wishes by trade and commune, and by age and sex.
func (d desk) courseDemand(ctx context.Context, cmd *cli.Command) error {
	return d.look(ctx, cmd, staff.ReadNumbers, func(r store.Reader, _ staff.Actor) error {
		cells, err := course.Demand(r)
		if err != nil {
			return err
		}
		if len(cells) == 0 {
			fmt.Fprintln(d.out, "nobody has named a trade yet")
		}
		for len(cells) > 0 {
			n := slices.IndexFunc(cells, func(c course.Cell) bool { return c.Trade != cells[0].Trade })
			if n < 0 {
				n = len(cells)
			}
			d.printTrade(cells[:n])
			cells = cells[n:]
		}
		return nil
	})
}

func (d desk) printTrade(cells []course.Cell) {
	total, communes, bands := 0, map[string]int{}, map[string]int{}
	for _, c := range cells {
		total += c.N
		communes[d.placeName(c.Commune)] += c.N
		bands[strings.TrimSpace(c.Band+" "+c.Sex)] += c.N
	}
	fmt.Fprintf(d.out, "%s: %s (%s)\n", cells[0].Title, told(total), counted(communes))
	if total >= fewest {
		fmt.Fprintf(d.out, "    by age and sex: %s\n", counted(bands))
	}
}

// told is a number, or that it is too small to be told.
func told(n int) string {
	if n < fewest {
		return fmt.Sprintf("<%d", fewest)
	}
	return fmt.Sprint(n)
}

// counted writes numbers by name, the names in order.
func counted(n map[string]int) string {
	var parts []string
	for name, k := range n {
		if name == "" {
			name = "not given"
		}
		parts = append(parts, name+" "+told(k))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
