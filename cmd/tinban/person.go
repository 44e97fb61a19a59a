package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/urfave/cli/v3"

	"tinban/msg"
	"tinban/person"
	"tinban/sms"
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
	contact  store.Contact
	address  msg.Address
	known    bool
	communes []string
	by       staff.Actor
}

// whom finds a contact by number or id, and asks whether this may be done to
// them.
func (d desk) whom(r store.Reader, cmd *cli.Command, do staff.Action) (f found, err error) {
	if f.by, err = actor(r, cmd); err != nil {
		return f, err
	}
	if err := staff.May(f.by, do); err != nil {
		return f, err
	}
	id := store.ContactID(cmd.Args().First())
	if a, bad := sms.Number(string(id)); bad == nil {
		f.address = a
		if id, err = r.Lookup(a); errors.Is(err, store.ErrNotFound) {
			return f, nil
		}
	} else {
		f.address, err = r.Address(id)
	}
	if err != nil {
		return f, err
	}
	if f.contact, _, err = r.Contact(id); err != nil {
		return f, err
	}
	f.known = true
	if f.communes, err = communesOf(r, f.contact); err != nil {
		return f, err
	}
	return f, staff.May(f.by, do, f.communes...)
}

// communesOf are those somebody's data belong to.
func communesOf(r store.Reader, c store.Contact) (list []string, err error) {
	add := func(id string) {
		if id != "" && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	add(c.Commune)
	s, err := person.SubscriberOf(r, c.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	add(s.Commune)
	people, err := person.Of(r, c.ID)
	for _, p := range people {
		add(p.Commune)
	}
	return list, err
}

func (d desk) showPerson(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() != 1 || cmd.String("reason") == "" {
		return usagef("show whom, and why? For example: tinban person show 0912345678 --as ID --reason \"they asked at the office\"")
	}
	var f found
	var kept []string
	err := d.s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
		if f, err = d.whom(r, cmd, staff.ShowPerson); err != nil || !f.known {
			return c, err
		}
		if kept, err = d.s.bot.Kept(r, f.contact.ID, "en"); err != nil {
			return c, err
		}
		return c, staff.Log(r, &c, f.entry(d, cmd, staff.ShowPerson))
	})
	if err != nil {
		return d.inEnglish(err)
	}
	if !f.known {
		fmt.Fprintln(d.out, "nothing is kept of this number")
		return nil
	}
	fmt.Fprintf(d.out, "contact %s, %s, last wrote %s\n", f.contact.ID, f.address, f.contact.Seen.In(hue).Format("02/01/2006"))
	for _, line := range kept {
		fmt.Fprintln(d.out, "  "+line)
	}
	if f.contact.NewsStopped {
		fmt.Fprintln(d.out, "  wants no news")
	}
	return nil
}

func (f found) entry(d desk, cmd *cli.Command, did staff.Action) staff.Entry {
	return staff.Entry{
		At: d.s.cfg.now(), By: f.by.ID, Did: string(did), On: "contact/" + string(f.contact.ID), Reason: cmd.String("reason"),
	}
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
		if c, marked, err = d.forgetting(r, f, cmd.Bool("do-not-send")); err != nil || !f.known && !marked {
			return c, err
		}
		return c, staff.Log(r, &c, f.entry(d, cmd, staff.DeletePerson))
	})
	switch {
	case err != nil:
		return d.inEnglish(err)
	case f.known:
		fmt.Fprintln(d.out, "deleted")
	default:
		fmt.Fprintln(d.out, "nothing was kept of this number")
	}
	if marked {
		fmt.Fprintln(d.out, "a do-not-send mark is left, which shows no number; they can subscribe again themselves")
	}
	return nil
}

// forgetting is everything that goes, and the mark that stays.
func (d desk) forgetting(r store.Reader, f found, always bool) (c store.Changes, marked bool, err error) {
	if f.known {
		if c, marked, err = d.s.marks.Forgetting(r, f.contact, f.address, d.s.cfg.now()); err != nil {
			return c, false, err
		}
		c.Contacts = append(c.Contacts, store.ForContact{ID: f.contact.ID, Set: store.WriteSet{Forget: true}})
	}
	if marked || !always || f.address == "" {
		return c, marked, nil
	}
	more, err := d.s.marks.Mark(f.address, d.s.cfg.now())
	c.Add(more)
	return c, true, err
}
