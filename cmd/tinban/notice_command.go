package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/msg"
	"tinban/notice"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// noticeCommand is programme news from the terminal.
func noticeCommand(d desk) *cli.Command {
	one := func(name, args, usage string, do func(context.Context, *cli.Command, notice.Notice) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: args, Flags: append(flags, asFlag()),
			Action: func(ctx context.Context, cmd *cli.Command) error {
				if !cmd.Args().Present() {
					return usagef("which one? For example: tinban notice %s %s; \"tinban notice list\" shows the codes", name, strings.Replace(args, "NOTICE", "4821", 1))
				}
				n, err := d.noticeNamed(ctx, cmd)
				if err != nil {
					return err
				}
				return d.inEnglish(do(ctx, cmd, n))
			},
		}
	}
	return &cli.Command{
		Name: "notice", Usage: "writes, approves and sends programme news; NOTICE is its code or its id",
		Action: func(context.Context, *cli.Command) error {
			return usagef("notice new, list, show, edit, schedule, test, submit, approve, return, pause, resume, cancel, correct, emergency, review, retry or report? \"tinban notice --help\" shows them")
		},
		Commands: []*cli.Command{
			{Name: "new", Usage: "begins a draft", Flags: append(textFlags(), communeFlag(), topicFlag(), asFlag()), Action: d.newNotice},
			{Name: "list", Usage: "lists the last ones", Action: d.listNotices, Flags: []cli.Flag{communeFlag(), asFlag()}},
			one("show", "NOTICE", "shows what each phone gets, who gets it, what it costs and how long it takes", d.showNotice),
			one("edit", "NOTICE", "changes the text; whatever was approved must be again", d.editNotice, append(textFlags(), versionFlag())...),
			one("schedule", "NOTICE \"2026-06-12 17:30\"", "says when it leaves; \"now\" is as soon as may be", d.scheduleNotice, versionFlag()),
			one("test", "NOTICE", "sends it to your own phone; this is required", d.testNotice),
			one("submit", "NOTICE", "asks another person to approve it", d.submitNotice),
			one("approve", "NOTICE CODE", "approves what somebody else wrote; CODE are its four digits", d.approveNotice),
			one("return", "NOTICE REASON…", "sends it back to its author", d.noticeSaid((*notice.Board).Return)),
			one("pause", "NOTICE", "stops it where it is", d.noticeStep((*notice.Board).Pause)),
			one("resume", "NOTICE", "lets it go on", d.noticeStep((*notice.Board).Resume)),
			one("cancel", "NOTICE", "ends it; in the first minutes nobody has got anything", d.noticeStep((*notice.Board).Cancel)),
			one("correct", "NOTICE TEXT…", "begins a correction, to exactly those who got it", d.correctNotice,
				&cli.StringFlag{Name: "reason", Usage: "`WHY` it cannot wait for the morning; without one it does"}),
			{Name: "emergency", Usage: "sends at once, on your word alone; somebody else reviews it within a day", Action: d.emergency,
				Flags: []cli.Flag{communeFlag(), asFlag(), &cli.StringFlag{Name: "text", Usage: "the `TEXT`, with marks"}, &cli.StringFlag{Name: "reason", Usage: "`WHY` it is one"}}},
			one("review", "NOTICE REMARK…", "says what you think of an emergency somebody sent", d.noticeSaid((*notice.Board).Review)),
			one("retry", "NOTICE", "sends it again to those it did not reach", d.noticeStep((*notice.Board).Retry)),
			one("report", "NOTICE", "shows how far it came", d.reportNotice),
		},
	}
}

func communeFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "commune", Usage: "`COMMUNE` by name or id; again for each"}
}

func topicFlag() cli.Flag {
	var names []string
	for _, t := range person.Topics {
		names = append(names, string(t))
	}
	return &cli.StringFlag{Name: "topic", Usage: "`TOPIC`: " + strings.Join(names, ", ")}
}

func versionFlag() cli.Flag {
	return &cli.IntFlag{Name: "version", Usage: "the version you have before you, `N`; without it the one there is"}
}

func textFlags() []cli.Flag {
	var names []string
	for _, t := range notice.Templates {
		names = append(names, string(t))
	}
	return []cli.Flag{
		&cli.StringFlag{Name: "text", Usage: "the `TEXT`, with marks"},
		&cli.StringFlag{Name: "template", Usage: "or a `TEMPLATE` to fill in: " + strings.Join(names, ", ")},
		&cli.StringFlag{Name: "time", Usage: "`TIME`, as 8h or 14h30"},
		&cli.StringFlag{Name: "day", Usage: "`DAY`, as \"thứ Bảy 13/6\""},
		&cli.StringFlag{Name: "place", Usage: "`PLACE`"},
		&cli.StringFlag{Name: "about", Usage: "`WHAT` it is about"},
		&cli.StringFlag{Name: "at", Usage: "when to send, as \"`2026-06-12 17:30`\"; as soon as may be if not given"},
	}
}

// noticeNamed finds the notice a command is about, if whoever acts may see it.
func (d desk) noticeNamed(ctx context.Context, cmd *cli.Command) (n notice.Notice, err error) {
	err = d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err != nil {
			return err
		}
		if n, err = notice.Named(r, cmd.Args().First()); err != nil {
			return err
		}
		return staff.May(by, staff.ReadNotices, n.Communes...)
	})
	return n, d.inEnglish(err)
}

// step takes one step of a notice, tells staff of it, and says how far it is.
func (d desk) step(ctx context.Context, cmd *cli.Command, do func(store.Reader, staff.Actor) (notice.Step, store.Changes, error)) error {
	var step notice.Step
	err := d.s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
		by, err := actor(r, cmd)
		if err != nil {
			return c, err
		}
		if step, c, err = do(r, by); err != nil {
			return c, err
		}
		tells, err := d.s.bot.TellStaff(r, step.Tell, "")
		c.Add(tells)
		return c, err
	})
	if err == nil {
		d.printStep(step)
	}
	return d.inEnglish(err)
}

// noticeStep is a step that needs nothing but the notice.
func (d desk) noticeStep(do func(*notice.Board, store.Reader, staff.Actor, notice.ID, time.Time) (notice.Step, store.Changes, error)) func(context.Context, *cli.Command, notice.Notice) error {
	return func(ctx context.Context, cmd *cli.Command, n notice.Notice) error {
		return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
			return do(d.s.board, r, by, n.ID, d.s.cfg.now())
		})
	}
}

// noticeSaid is a step that needs a word about it.
func (d desk) noticeSaid(do func(*notice.Board, store.Reader, staff.Actor, notice.ID, string, time.Time) (notice.Step, store.Changes, error)) func(context.Context, *cli.Command, notice.Notice) error {
	return func(ctx context.Context, cmd *cli.Command, n notice.Notice) error {
		said := strings.Join(cmd.Args().Tail(), " ")
		return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
			return do(d.s.board, r, by, n.ID, said, d.s.cfg.now())
		})
	}
}

// moment reads when something is to leave; zero is as soon as may be.
func moment(s string) (time.Time, error) {
	if s == "" || s == "now" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, hue)
	if err != nil {
		return at, usagef("%q is no moment; write it as \"2026-06-12 17:30\", or now", s)
	}
	return at, nil
}

// noticeText is what a command's flags give as text, on top of what was.
func noticeText(cmd *cli.Command, c notice.Content) (notice.Content, error) {
	switch {
	case cmd.IsSet("text") && cmd.IsSet("template"):
		return c, usagef("give --text or --template, not both")
	case cmd.IsSet("text"):
		c.Text, c.Filled = cmd.String("text"), nil
	case cmd.IsSet("template"):
		c.Filled = &notice.Filled{
			Template: notice.Template(cmd.String("template")), Time: cmd.String("time"), Day: cmd.String("day"), Place: cmd.String("place"), About: cmd.String("about"),
		}
	}
	if !cmd.IsSet("at") {
		return c, nil
	}
	var err error
	c.At, err = moment(cmd.String("at"))
	return c, err
}

func (d desk) called(names []string) (ids []string, err error) {
	for _, name := range names {
		id, err := d.communeCalled(name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func (d desk) newNotice(ctx context.Context, cmd *cli.Command) error {
	if !cmd.IsSet("text") && !cmd.IsSet("template") || !cmd.IsSet("commune") || !cmd.IsSet("topic") {
		return usagef("to whom, and what? For example: tinban notice new --as lan --commune \"A Luoi 3\" --topic meeting --text \"8h thứ Bảy 13/6 họp dân tại …\"")
	}
	communes, err := d.called(cmd.StringSlice("commune"))
	if err != nil {
		return err
	}
	c, err := noticeText(cmd, notice.Content{Communes: communes, Topic: person.Topic(cmd.String("topic"))})
	if err != nil {
		return err
	}
	return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
		return d.s.board.Draft(r, by, c, notice.Seed(by.ID, c.Text, d.s.cfg.now()), d.s.cfg.now())
	})
}

func (d desk) editNotice(ctx context.Context, cmd *cli.Command, n notice.Notice) error {
	c, err := noticeText(cmd, n.Content)
	if err != nil {
		return err
	}
	return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
		return d.s.board.Edit(r, by, n.ID, seen(cmd, n), c, d.s.cfg.now())
	})
}

// seen is the version whoever edits has before them.
func seen(cmd *cli.Command, n notice.Notice) int {
	if cmd.IsSet("version") {
		return cmd.Int("version")
	}
	return n.Version
}

func (d desk) scheduleNotice(ctx context.Context, cmd *cli.Command, n notice.Notice) error {
	at, err := moment(strings.Join(cmd.Args().Tail(), " "))
	if err != nil {
		return err
	}
	return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
		return d.s.board.Schedule(r, by, n.ID, seen(cmd, n), at, d.s.cfg.now())
	})
}

func (d desk) testNotice(ctx context.Context, cmd *cli.Command, n notice.Notice) error {
	return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
		return d.s.bot.TestNotice(r, by, n.ID)
	})
}

func (d desk) submitNotice(ctx context.Context, cmd *cli.Command, n notice.Notice) error {
	a, err := d.s.board.CountAll(ctx, d.s.store, n, d.s.cfg.now())
	if err != nil {
		return err
	}
	return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
		return d.s.board.Submit(r, by, n.ID, a, d.s.cfg.now())
	})
}

func (d desk) approveNotice(ctx context.Context, cmd *cli.Command, n notice.Notice) error {
	return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
		return d.s.board.Approve(r, by, n.ID, notice.Agreement{Code: cmd.Args().Get(1)}, d.s.cfg.now())
	})
}

func (d desk) correctNotice(ctx context.Context, cmd *cli.Command, n notice.Notice) error {
	text := strings.Join(cmd.Args().Tail(), " ")
	return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
		return d.s.board.Correct(r, by, n.ID, text, cmd.String("reason"), notice.Seed(by.ID, text, d.s.cfg.now()), d.s.cfg.now())
	})
}

func (d desk) emergency(ctx context.Context, cmd *cli.Command) error {
	communes, err := d.called(cmd.StringSlice("commune"))
	if err != nil {
		return err
	}
	c := notice.Content{Communes: communes, Text: cmd.String("text"), Reason: cmd.String("reason")}
	return d.step(ctx, cmd, func(r store.Reader, by staff.Actor) (notice.Step, store.Changes, error) {
		return d.s.board.Emergency(r, by, c, notice.Seed(by.ID, c.Text, d.s.cfg.now()), d.s.cfg.now())
	})
}

func (d desk) listNotices(ctx context.Context, cmd *cli.Command) error {
	communes, err := d.called(cmd.StringSlice("commune"))
	if err != nil {
		return err
	}
	var list []notice.Notice
	err = d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err != nil {
			return err
		}
		if len(communes) == 0 {
			communes = by.Communes
		}
		if err := staff.May(by, staff.ReadNotices, communes...); err != nil {
			return err
		}
		list, err = recent(r, communes)
		return err
	})
	if err == nil {
		d.printList(list)
	}
	return d.inEnglish(err)
}

// listed is how many of a commune's notices a list shows.
const listed = 20

// recent lists the last notices of communes, or of all, the newest first.
func recent(r store.Reader, communes []string) (list []notice.Notice, err error) {
	if len(communes) == 0 {
		communes = []string{""}
	}
	for _, c := range communes {
		some, err := notice.Recent(r, c, listed)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b notice.Notice) int {
		if d := b.Created.Compare(a.Created); d != 0 {
			return d
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return slices.CompactFunc(list, func(a, b notice.Notice) bool { return a.ID == b.ID }), nil
}

func (d desk) showNotice(ctx context.Context, _ *cli.Command, n notice.Notice) error {
	a, err := d.s.board.CountAll(ctx, d.s.store, n, d.s.cfg.now())
	if err != nil {
		return err
	}
	var p notice.Preview
	err = d.s.store.View(ctx, func(r store.Reader) (err error) {
		p, err = d.s.board.Preview(r, n, a, d.s.cfg.now())
		return err
	})
	if err == nil {
		d.printNotice(p)
	}
	return err
}

func (d desk) reportNotice(ctx context.Context, _ *cli.Command, n notice.Notice) error {
	var p notice.Progress
	err := d.s.store.View(ctx, func(r store.Reader) (err error) {
		p, err = d.s.board.Progress(r, n.ID)
		return err
	})
	if err == nil {
		d.printReport(p)
	}
	return err
}

// route is how a gateway is called where money and time are shown.
func (d desk) route(name string) msg.Caps {
	for _, r := range d.s.board.Routes {
		if r.Name == name {
			return r.Caps
		}
	}
	return msg.Caps{}
}
