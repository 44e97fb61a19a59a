package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/course"
	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// courseCommand keeps the vocational courses and who is on their lists.
func courseCommand(d desk) *cli.Command {
	one := func(name, args, usage string, do func(context.Context, *cli.Command) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{Name: name, Usage: usage, ArgsUsage: args, Flags: append(flags, asFlag()), Action: do}
	}
	return &cli.Command{
		Name: "course", Usage: "opens courses, and keeps who is on their lists",
		Action: func(context.Context, *cli.Command) error {
			return usagef("course new, edit, open, close, end, list, people, invite, paper, status, register, erase or demand? \"tinban course --help\" shows them")
		},
		Commands: []*cli.Command{
			one("new", "", "writes down a course, as a draft", d.newCourse, planFlags()...),
			one("edit", "ID", "changes a course; what is not given stays", d.editCourse,
				append(planFlags(), &cli.IntFlag{Name: "version", Usage: "the version `N` you looked at; somebody else's change is then not written over"})...),
			one("open", "ID", "lets people register", d.setCourse(course.Open)),
			one("close", "ID", "takes no more people", d.setCourse(course.Closed)),
			one("end", "ID", "ends a course that was held, or never will be", d.setCourse(course.Done)),
			one("list", "", "lists the courses", d.listCourses),
			one("people", "ID", "lists who is on the list, in the order of coming", d.listCoursePeople),
			one("invite", "ID", "invites those with a seat, or the codes given; who does not answer in time makes room for the next", d.inviteToCourse,
				&cli.StringSliceFlag{Name: "code", Usage: "only this `CODE`; again for each"},
				&cli.DurationFlag{Name: "within", Usage: "how `LONG` they have to answer, such as 48h"}),
			one("paper", "ID", "prints letters for those who were invited and have no phone", d.paperCourse),
			one("status", "CODE STATUS", "says what became of a registration: "+statusNames(), d.courseStatus,
				&cli.StringFlag{Name: "note", Usage: "`TEXT` for staff"}),
			one("register", "ID", "registers somebody without a phone, who agreed before a witness", d.registerForCourse, registerFlags()...),
			one("erase", "CODE", "deletes somebody without a phone, name and all, because they ask for it", d.eraseFromCourse, reasonFlag()),
			one("demand", "", "counts the trades that people would learn", d.courseDemand),
		},
	}
}

func planFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "name", Usage: "whole `NAME`"},
		&cli.StringFlag{Name: "short", Usage: "`NAME` for a button, where the whole one is longer than 30 letters"},
		&cli.StringFlag{Name: "trade", Usage: "`TRADE` it teaches, in words; without it the name says"},
		&cli.StringFlag{Name: "length", Usage: "how `LONG` it takes, in words: \"3 tháng\""},
		&cli.IntFlag{Name: "days", Usage: "`N` days of lessons"},
		&cli.StringFlag{Name: "place", Usage: "`WHERE`"},
		&cli.IntFlag{Name: "seats", Usage: "`N` seats"},
		&cli.StringSliceFlag{Name: "commune", Usage: "`COMMUNE` it is for, by name or id; again for each"},
		&cli.StringFlag{Name: "opens", Usage: "first `DAY` to register, as 2026-06-01; without it at once"},
		&cli.StringFlag{Name: "closes", Usage: "last `DAY` to register"},
		&cli.StringFlag{Name: "starts", Usage: "first `DAY` of lessons"},
	}
}

func registerFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "name", Usage: "full `NAME`"},
		&cli.IntFlag{Name: "year", Usage: "`YEAR` of birth"},
		&cli.StringFlag{Name: "village", Usage: "`VILLAGE`"},
		&cli.StringFlag{Name: "commune", Usage: "`COMMUNE`; without it the course's, where it has one only"},
		&cli.StringFlag{Name: "sex", Usage: "`SEX`: f or m, if they say"},
		&cli.StringFlag{Name: "guardian", Usage: "`NAME` of a parent who agrees, under 18"},
		&cli.StringFlag{Name: "how", Value: "spoken", Usage: "how they agreed: `HOW` is spoken, or paper"},
		&cli.StringFlag{Name: "witness", Usage: "member of staff `ID` who heard or saw it; without it who writes it down"},
	}
}

// courseID is the one word such a command takes.
func courseID(cmd *cli.Command) (string, error) {
	if cmd.Args().Len() != 1 {
		return "", usagef("course %s takes one id; \"tinban course list\" shows them", cmd.Name)
	}
	return cmd.Args().First(), nil
}

// change does one step with courses, as who the command acts for.
func (d desk) change(ctx context.Context, cmd *cli.Command, do func(store.Reader, staff.Actor, time.Time) (store.Changes, error)) error {
	return d.inEnglish(d.s.store.Update(ctx, func(r store.Reader) (store.Changes, error) {
		by, err := actor(r, cmd)
		if err != nil {
			return store.Changes{}, err
		}
		return do(r, by, d.s.cfg.now())
	}))
}

// look reads courses, for who may.
func (d desk) look(ctx context.Context, cmd *cli.Command, do staff.Action, read func(store.Reader, staff.Actor) error) error {
	return d.inEnglish(d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err != nil {
			return err
		}
		if err := staff.May(by, do); err != nil {
			return err
		}
		return read(r, by)
	}))
}

// plan is what the flags say, on top of what was.
func (d desk) plan(cmd *cli.Command, p course.Plan) (course.Plan, error) {
	for flag, to := range map[string]*string{"name": &p.Name, "short": &p.Short, "trade": &p.Trade, "length": &p.Length, "place": &p.Place} {
		if cmd.IsSet(flag) {
			*to = cmd.String(flag)
		}
	}
	for flag, to := range map[string]*int{"days": &p.Days, "seats": &p.Seats} {
		if cmd.IsSet(flag) {
			*to = cmd.Int(flag)
		}
	}
	if cmd.IsSet("commune") {
		p.Communes = nil
	}
	for _, name := range cmd.StringSlice("commune") {
		id, err := d.communeCalled(name)
		if err != nil {
			return p, err
		}
		p.Communes = append(p.Communes, id)
	}
	return p, planDays(cmd, &p)
}

// lessons begin at seven where nobody says more than a day.
const lessonsAt = 7 * time.Hour

func planDays(cmd *cli.Command, p *course.Plan) error {
	for flag, set := range map[string]func(time.Time){
		"opens":  func(day time.Time) { p.Opens = day },
		"closes": func(day time.Time) { p.Closes = day.AddDate(0, 0, 1) }, // the last day counts
		"starts": func(day time.Time) { p.Starts = day.Add(lessonsAt) },
	} {
		if !cmd.IsSet(flag) {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, cmd.String(flag), course.Zone)
		if err != nil {
			return usagef("--%s %q is no day; write it as 2026-06-01", flag, cmd.String(flag))
		}
		set(day)
	}
	return nil
}

func (d desk) newCourse(ctx context.Context, cmd *cli.Command) error {
	if !cmd.IsSet("name") || !cmd.IsSet("seats") || !cmd.IsSet("commune") {
		return usagef("which course? For example: tinban course new --name \"Làm chổi đót\" --seats 30 --commune \"A Luoi 3\" --starts 2026-07-01 --as ID")
	}
	p, err := d.plan(cmd, course.Plan{})
	if err != nil {
		return err
	}
	var c course.Course
	err = d.change(ctx, cmd, func(r store.Reader, by staff.Actor, now time.Time) (changes store.Changes, err error) {
		c, changes, err = course.New(r, by, p, now)
		return changes, err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s is a draft; \"tinban course open %s\" lets people register\n", c.ID, c.ID)
	return nil
}

func (d desk) editCourse(ctx context.Context, cmd *cli.Command) error {
	id, err := courseID(cmd)
	if err != nil {
		return err
	}
	var c course.Course
	err = d.change(ctx, cmd, func(r store.Reader, by staff.Actor, now time.Time) (changes store.Changes, err error) {
		was, err := course.Get(r, id)
		if err != nil {
			return changes, err
		}
		p, err := d.plan(cmd, was.Plan)
		if err != nil {
			return changes, err
		}
		version := was.Version
		if cmd.IsSet("version") {
			version = cmd.Int("version")
		}
		c, changes, err = course.Edit(r, by, id, version, p, now)
		return changes, err
	})
	if err == nil {
		fmt.Fprintf(d.out, "%s is changed, version %d\n", c.ID, c.Version)
	}
	return err
}

func (d desk) setCourse(to course.State) func(context.Context, *cli.Command) error {
	return func(ctx context.Context, cmd *cli.Command) error {
		id, err := courseID(cmd)
		if err != nil {
			return err
		}
		err = d.change(ctx, cmd, func(r store.Reader, by staff.Actor, now time.Time) (changes store.Changes, err error) {
			_, changes, err = course.Set(r, by, id, to, now)
			return changes, err
		})
		if err == nil {
			fmt.Fprintf(d.out, "%s is %s\n", id, to)
		}
		return err
	}
}

func (d desk) inviteToCourse(ctx context.Context, cmd *cli.Command) error {
	id, err := courseID(cmd)
	if err != nil {
		return err
	}
	var invited []course.Registration
	err = d.change(ctx, cmd, func(r store.Reader, by staff.Actor, now time.Time) (changes store.Changes, err error) {
		invited, changes, err = course.Invite(r, by, id, codes(cmd.StringSlice("code")), cmd.Duration("within"), now)
		return changes, err
	})
	if err != nil {
		return err
	}
	papers := 0
	for _, g := range invited {
		if g.Paper() {
			papers++
		}
	}
	fmt.Fprintf(d.out, "%d are invited; messages go out within a minute, by day\n", len(invited))
	if papers > 0 {
		fmt.Fprintf(d.out, "%d of them have no phone; \"tinban course paper %s\" prints their letters\n", papers, id)
	}
	return nil
}

// codes as they are kept, whatever way they were typed.
func codes(typed []string) (list []string) {
	for _, s := range typed {
		code, ok := course.Code(s)
		if !ok {
			code = strings.ToUpper(s) // refused by its name
		}
		list = append(list, code)
	}
	return list
}

func (d desk) courseStatus(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() != 2 {
		return usagef("whose, and what? For example: tinban course status N2084 learning --as ID. A status is one of %s", statusNames())
	}
	code, status := codes(cmd.Args().Slice()[:1])[0], course.Status(cmd.Args().Get(1))
	var g course.Registration
	err := d.change(ctx, cmd, func(r store.Reader, by staff.Actor, now time.Time) (changes store.Changes, err error) {
		note := cmd.String("note")
		if was, err := course.Registered(r, code); err == nil && !cmd.IsSet("note") {
			note = was.Note
		} else if err != nil && !errors.Is(err, store.ErrNotFound) {
			return changes, err
		}
		g, changes, err = course.SetStatus(r, by, code, status, note, now)
		return changes, err
	})
	if err == nil {
		fmt.Fprintf(d.out, "%s: %s\n", g.Code, d.s.say.In(locales.Own).Say(g.Status.Text(), nil))
	}
	return err
}
