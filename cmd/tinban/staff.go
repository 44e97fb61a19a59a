package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/sms/text"
	"tinban/staff"
	"tinban/store"
)

// staffCommand keeps the accounts of staff.
func staffCommand(d desk) *cli.Command {
	one := func(name, usage string, do func(context.Context, *cli.Command, staff.ID) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: "ID", Flags: append(flags, reasonFlag(), asFlag()),
			Action: func(ctx context.Context, cmd *cli.Command) error {
				if cmd.Args().Len() != 1 {
					return usagef("staff %s takes one id; \"tinban staff list\" shows them", name)
				}
				return do(ctx, cmd, staff.ID(cmd.Args().First()))
			},
		}
	}
	return &cli.Command{
		Name: "staff", Usage: "adds and changes the accounts of staff, and gives them codes",
		Action: func(context.Context, *cli.Command) error {
			return usagef("staff add, list, change, disable, enable, reset or link? \"tinban staff --help\" shows them")
		},
		Commands: []*cli.Command{
			one("add", "adds somebody", d.addStaff, termsFlags()...),
			one("change", "changes a name, a role or communes; what is not given stays", d.changeStaff, termsFlags()...),
			one("disable", "takes every right away and ends what is open", d.staffSwitch(staff.Disable)),
			one("enable", "gives back what disable took", d.staffSwitch(staff.Enable)),
			one("reset", "ends sessions, takes the password away and prints a code to choose a new one", d.resetStaff),
			one("link", "prints a code to link a Telegram account", d.linkStaff),
			{Name: "list", Usage: "lists the accounts", Flags: []cli.Flag{asFlag(), &cli.BoolFlag{Name: "json", Usage: "print them as JSON"}}, Action: d.listStaff},
		},
	}
}

func reasonFlag() cli.Flag {
	return &cli.StringFlag{Name: "reason", Usage: "`WHY`, for the log; no names or numbers of people"}
}

func termsFlags() []cli.Flag {
	var roles []string
	for _, r := range staff.Roles {
		roles = append(roles, string(r))
	}
	return []cli.Flag{
		&cli.StringFlag{Name: "name", Usage: "full `NAME`"},
		&cli.StringFlag{Name: "role", Usage: "`ROLE`: " + strings.Join(roles, ", ")},
		&cli.StringSliceFlag{Name: "commune", Usage: "`COMMUNE` by name or id; again for each"},
		&cli.BoolFlag{Name: "everywhere", Usage: "for every commune"},
	}
}

// manage does one step with the accounts.
func (d desk) manage(ctx context.Context, cmd *cli.Command, do func(store.Reader, staff.Step) (store.Changes, error)) error {
	return d.inEnglish(d.s.store.Update(ctx, func(r store.Reader) (store.Changes, error) {
		by, err := actor(r, cmd)
		if err != nil {
			return store.Changes{}, err
		}
		return do(r, staff.Step{By: by, At: d.s.cfg.now(), Reason: cmd.String("reason"), Today: d.communes()})
	}))
}

// inEnglish says a refusal as the other words of a terminal.
func (d desk) inEnglish(err error) error {
	var no *msg.Refusal
	if errors.As(err, &no) {
		return errors.New(d.s.say.In("en").Refusal(no))
	}
	return err
}

func (d desk) today() eligibility.Date { return eligibility.FromTime(d.s.cfg.now()) }

func (d desk) communes() []string { return d.s.know.Load().Library.Communes(d.today()) }

// communeCalled is the commune of today that a whole name, old or new, with or
// without marks, or an id stands for. What nearly is one is asked again: these
// are rights.
func (d desk) communeCalled(name string) (string, error) {
	library := d.s.know.Load().Library
	var is, all []string
	for _, id := range d.communes() {
		called := library.Commune(id).Name
		if all = append(all, fmt.Sprintf("%s (%s)", called, id)); id == name {
			return id, nil
		}
		if bare := bareName(name); bare != bareName(called) && strings.HasPrefix(bareName(called), bare) {
			is = append(is, "") // "A Luoi" was a town, and is the half of five names
		}
	}
	for _, p := range library.PlaceNames() {
		if now := library.CommuneOn(p.ID, d.today()); now != nil && bareName(p.Text) == bareName(name) && !slices.Contains(is, now.ID) {
			is = append(is, now.ID)
		}
	}
	if len(is) == 1 {
		return is[0], nil
	}
	return "", usagef("no one commune is called %q; today's are %s", name, strings.Join(all, ", "))
}

// bareName is a name as it is compared: its letters and digits, without marks.
func bareName(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(text.Strip(s)), ""))
	for _, kind := range []string{"xa", "thitran"} {
		if rest, ok := strings.CutPrefix(s, kind); ok && rest != "" {
			return rest
		}
	}
	return s
}

// terms are those a command's flags say, on top of what was.
func (d desk) terms(cmd *cli.Command, t staff.Terms) (staff.Terms, error) {
	if cmd.IsSet("name") {
		t.Name = cmd.String("name")
	}
	if cmd.IsSet("role") {
		t.Role = staff.Role(cmd.String("role"))
	}
	if cmd.IsSet("commune") || cmd.IsSet("everywhere") {
		t.Communes, t.Everywhere = nil, cmd.Bool("everywhere")
	}
	for _, name := range cmd.StringSlice("commune") {
		id, err := d.communeCalled(name)
		if err != nil {
			return t, err
		}
		t.Communes = append(t.Communes, id)
	}
	return t, nil
}

func (d desk) addStaff(ctx context.Context, cmd *cli.Command, id staff.ID) error {
	if !cmd.IsSet("name") || !cmd.IsSet("role") || !cmd.IsSet("commune") && !cmd.IsSet("everywhere") {
		return usagef("who is it? For example: tinban staff add %s --name \"HO TEN\" --role officer --commune \"A Luoi 3\"; --everywhere is for every commune", id)
	}
	t, err := d.terms(cmd, staff.Terms{})
	if err != nil {
		return err
	}
	var m staff.Managed
	err = d.manage(ctx, cmd, func(r store.Reader, s staff.Step) (c store.Changes, err error) {
		m, c, err = staff.Add(r, s, id, t)
		return c, err
	})
	if err != nil {
		return err
	}
	d.printManaged(m)
	fmt.Fprintf(d.out, "\"tinban staff link %s\" gives a code for Telegram, \"tinban staff reset %s\" one for the pages\n", id, id)
	return nil
}

func (d desk) changeStaff(ctx context.Context, cmd *cli.Command, id staff.ID) error {
	var m staff.Managed
	err := d.manage(ctx, cmd, func(r store.Reader, s staff.Step) (c store.Changes, err error) {
		a, err := staff.Get(r, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) { // Change says so in words
			return c, err
		}
		t, err := d.terms(cmd, a.Terms())
		if err != nil {
			return c, err
		}
		m, c, err = staff.Change(r, s, id, t)
		return c, err
	})
	if err == nil {
		d.printManaged(m)
	}
	return err
}

type staffStep func(store.Reader, staff.Step, staff.ID) (staff.Managed, store.Changes, error)

func (d desk) staffSwitch(step staffStep) func(context.Context, *cli.Command, staff.ID) error {
	return func(ctx context.Context, cmd *cli.Command, id staff.ID) error {
		var m staff.Managed
		err := d.manage(ctx, cmd, func(r store.Reader, s staff.Step) (c store.Changes, err error) {
			m, c, err = step(r, s, id)
			return c, err
		})
		if err == nil {
			d.printManaged(m)
		}
		return err
	}
}

// invite prints a one-time code.
func (d desk) invite(ctx context.Context, cmd *cli.Command, id staff.ID, p staff.Purpose) (shown string, err error) {
	seed, err := staff.NewSeed(d.s.cfg.random)
	if err != nil {
		return "", err
	}
	var code string
	err = d.manage(ctx, cmd, func(r store.Reader, s staff.Step) (c store.Changes, err error) {
		code, c, err = staff.Invite(r, s, id, p, seed)
		return c, err
	})
	if err != nil {
		return "", err
	}
	return staff.ShowCode(code), nil
}

func (d desk) resetStaff(ctx context.Context, cmd *cli.Command, id staff.ID) error {
	code, err := d.invite(ctx, cmd, id, staff.ForPassword)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s\nWith this code %s chooses a new password on the pages, once, within 72 hours. The old one is gone, and what was open is closed.\n", code, id)
	return nil
}

func (d desk) linkStaff(ctx context.Context, cmd *cli.Command, id staff.ID) error {
	code, err := d.invite(ctx, cmd, id, staff.ForLink)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s\nWithin 24 hours, %s writes to the bot on Telegram, from their own account:\n/ghep %s\n", code, id, code)
	return nil
}

// account is what a list shows of one.
type account struct {
	ID         staff.ID   `json:"id"`
	Name       string     `json:"name"`
	Role       staff.Role `json:"role"`
	Communes   []string   `json:"communes"`
	Everywhere bool       `json:"everywhere"`
	Telegram   bool       `json:"telegram"`
	Password   bool       `json:"password"`
	SecondStep bool       `json:"second_step"`
	Disabled   bool       `json:"disabled"`
}

func shownAccount(a staff.Account) account {
	return account{
		a.ID, a.Name, a.Role, append([]string{}, a.Communes...), len(a.Communes) == 0,
		a.Contact != "", a.Password != "", a.TOTP != "", a.Disabled,
	}
}

func (d desk) listStaff(ctx context.Context, cmd *cli.Command) error {
	var list []account
	err := d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err != nil {
			return err
		}
		accounts, err := staff.List(r, by)
		for _, a := range accounts {
			list = append(list, shownAccount(a))
		}
		return err
	})
	if err != nil {
		return d.inEnglish(err)
	}
	if cmd.Bool("json") {
		return json.NewEncoder(d.out).Encode(append([]account{}, list...))
	}
	if len(list) == 0 {
		fmt.Fprintln(d.out, "nobody yet; \"tinban staff add\" adds somebody")
		return nil
	}
	table := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	for _, a := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", a.ID, a.Name, a.Role, d.places(a.Communes), a.state())
	}
	return table.Flush()
}

// state says what an account can be reached by.
func (a account) state() string {
	if a.Disabled {
		return "disabled"
	}
	var has []string
	for _, w := range []struct {
		is   bool
		word string
	}{{a.Telegram, "Telegram"}, {a.Password, "password"}, {a.SecondStep, "second step"}} {
		if w.is {
			has = append(has, w.word)
		}
	}
	if len(has) == 0 {
		return "no way in yet"
	}
	return strings.Join(has, ", ")
}

// places names communes.
func (d desk) places(ids []string) string {
	if len(ids) == 0 {
		return "every commune"
	}
	var names []string
	for _, id := range ids {
		names = append(names, d.placeName(id))
	}
	return strings.Join(names, ", ")
}

func (d desk) placeName(id string) string {
	if c := d.s.know.Load().Library.Commune(id); c != nil {
		return c.Name
	}
	return id
}

// printManaged shows an account as it is now, and what has to be told of it.
func (d desk) printManaged(m staff.Managed) {
	a := m.Account
	state := ""
	if a.Disabled {
		state = ", disabled"
	}
	fmt.Fprintf(d.out, "%s: %s, %s, %s%s\n", a.ID, a.Name, a.Role, d.places(a.Communes), state)
	for _, id := range m.Unapproved {
		fmt.Fprintln(d.out, "!", d.s.say.In("en").Say(locales.StaffNoApprover, locales.Vars{"Commune": d.placeName(id)}))
	}
}
