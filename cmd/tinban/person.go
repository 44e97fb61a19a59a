package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v3"

	"tinban/console"
	"tinban/staff"
	"tinban/store"
)

// personCommand is what staff do about residents' data.
func personCommand(d desk) *cli.Command {
	return &cli.Command{
		Name: "person", Usage: "enters people who agreed on paper, shows and deletes what is kept of somebody",
		Action: func(context.Context, *cli.Command) error {
			return usagef("person import, show or delete? \"tinban person --help\" shows them")
		},
		Commands: []*cli.Command{
			{Name: "import", Usage: "previews a list in CSV from standard input, or with --apply enters it", ArgsUsage: "-",
				Flags: []cli.Flag{asFlag(),
					&cli.StringFlag{Name: "apply", Usage: "enter the list whose preview ended with `HASH`"},
					&cli.IntFlag{Name: "leave-out", Usage: "enter it without its `N` wrong rows"},
					&cli.StringFlag{Name: "route", Usage: "`GATEWAY` that writes to them (default: the first for SMS)"}},
				Action: d.importPeople},
			{Name: "show", Usage: "shows what is kept of a number or a contact", ArgsUsage: "NUMBER|CONTACT",
				Flags: []cli.Flag{asFlag(), reasonFlag()}, Action: d.showPerson},
			{Name: "delete", Usage: "deletes everything about a number or a contact", ArgsUsage: "NUMBER|CONTACT",
				Flags: []cli.Flag{asFlag(), reasonFlag(),
					&cli.BoolFlag{Name: "do-not-send", Usage: "mark the number, so that nobody enters it again, even if it had no news"}},
				Action: d.deletePerson},
		},
	}
}

// found is a contact a command is about.
type found struct {
	console.Resident
	by staff.Actor
}

// whom finds a contact by number or id, and asks whether this may be done to
// them.
func (d desk) whom(r store.Reader, cmd *cli.Command, do staff.Action) (f found, err error) {
	if f.by, err = actor(r, cmd); err != nil {
		return f, err
	}
	f.Resident, err = registry{s: d.s}.Find(r, f.by, do, cmd.Args().First())
	return f, err
}

func (d desk) showPerson(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() != 1 || cmd.String("reason") == "" {
		return usagef("show whom, and why? For example: tinban person show 0912345678 --as ID --reason \"they asked at the office\"")
	}
	var f found
	var kept []string
	err := d.s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
		if f, err = d.whom(r, cmd, staff.ShowPerson); err != nil || !f.Known {
			return c, err
		}
		if kept, err = d.s.bot.Kept(r, f.Contact.ID, "en"); err != nil {
			return c, err
		}
		return c, registry{s: d.s}.log(r, &c, f.by, staff.ShowPerson, f.Resident, cmd.String("reason"))
	})
	if err != nil {
		return d.inEnglish(err)
	}
	if !f.Known {
		fmt.Fprintln(d.out, "nothing is kept of this number")
		return nil
	}
	fmt.Fprintf(d.out, "contact %s, %s, last wrote %s\n", f.Contact.ID, f.Address, f.Contact.Seen.In(hue).Format("02/01/2006"))
	for _, line := range kept {
		fmt.Fprintln(d.out, "  "+line)
	}
	if f.Contact.NewsStopped {
		fmt.Fprintln(d.out, "  wants no news")
	}
	return nil
}

func (d desk) deletePerson(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() != 1 || cmd.String("reason") == "" {
		return usagef("delete whom, and why? For example: tinban person delete 0912345678 --as ID --reason \"they asked on paper\"")
	}
	var f found
	var marked bool
	err := d.s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
		if f, err = d.whom(r, cmd, staff.DeletePerson); err != nil {
			return c, err
		}
		if c, marked, err = (registry{s: d.s}).forgetting(r, f.Resident, cmd.Bool("do-not-send")); err != nil || !f.Known && !marked {
			return c, err
		}
		return c, registry{s: d.s}.log(r, &c, f.by, staff.DeletePerson, f.Resident, cmd.String("reason"))
	})
	switch {
	case err != nil:
		return d.inEnglish(err)
	case f.Known:
		fmt.Fprintln(d.out, "deleted")
	default:
		fmt.Fprintln(d.out, "nothing was kept of this number")
	}
	if marked {
		fmt.Fprintln(d.out, "a do-not-send mark is left, which shows no number; they can subscribe again themselves")
	}
	return nil
}
