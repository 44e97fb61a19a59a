package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/bot"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
	"tinban/ticket"
)

// ticketCommand reads and answers what residents handed over.
func ticketCommand(d desk) *cli.Command {
	one := func(name, args, usage string, do func(context.Context, *cli.Command, ticket.Code, string) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: args, Flags: append(flags, asFlag()),
			Action: func(ctx context.Context, cmd *cli.Command) error {
				code, ok := ticket.ParseCode(cmd.Args().First())
				if !ok {
					return usagef("which one? For example: tinban ticket %s %s; \"tinban ticket list\" shows the codes", name, strings.Replace(args, "CODE", "A4173", 1))
				}
				return d.inEnglish(do(ctx, cmd, code, strings.TrimSpace(strings.Join(cmd.Args().Tail(), " "))))
			},
		}
	}
	reason := &cli.StringFlag{Name: "reason", Usage: "`WHY`"}
	return &cli.Command{
		Name: "ticket", Usage: "reads and answers the questions residents handed over",
		Action: func(context.Context, *cli.Command) error {
			return usagef("ticket list, show, take, answer, fill, ask, forward, group, close, urgent or number? \"tinban ticket --help\" shows them")
		},
		Commands: []*cli.Command{
			{Name: "list", Usage: "lists what waits: urgent and late ones first, then what most people ask", Action: d.listTickets,
				Flags: []cli.Flag{asFlag(), &cli.BoolFlag{Name: "json", Usage: "print them as JSON"}}},
			one("show", "CODE", "shows one with what was said before", d.showTicket),
			one("take", "CODE", "says that you are writing the answer", d.takeTicket),
			one("answer", "CODE TEXT…", "answers it, for everybody who was put together with it", d.answerTicket,
				&cli.StringFlag{Name: "source", Usage: "where it is written: `DOCUMENT, SECTION`"},
				&cli.BoolFlag{Name: "own-word", Usage: "it is the officer's own word, written nowhere; residents are told"},
				&cli.BoolFlag{Name: "preview", Usage: "only show what residents would get"},
				&cli.BoolFlag{Name: "anyway", Usage: "send it in spite of what should be looked at again"}),
			one("fill", "CODE OPTION", "gives the one answer a check could not know; the check is made again", d.fillTicket),
			one("ask", "CODE TEXT…", "asks the resident for more", d.tellTicket(func(t bot.Tickets, c ticket.Code, text string) (bot.Told, store.Changes, error) {
				return t.AskBack(c, text)
			})),
			one("forward", "CODE PLACE", "moves it to another commune's officers, or says which office is asked", d.forwardTicket, reason),
			one("group", "CODE CODE…", "puts others under the first, to be answered once for all", d.groupTickets),
			one("close", "CODE", "ends one that is not for this service, politely", d.tellTicket(func(t bot.Tickets, c ticket.Code, _ string) (bot.Told, store.Changes, error) {
				return t.Refuse(c)
			})),
			one("urgent", "CODE", "marks one that cannot wait, and tells the leaders now", d.urgentTicket),
			one("number", "CODE", "shows the whole number of who asked, to call them; the reason is logged", d.ticketNumber, reason),
		},
	}
}

// tickets runs one step as whoever --as says.
func (d desk) tickets(ctx context.Context, cmd *cli.Command, do func(bot.Tickets) (store.Changes, error)) error {
	return d.s.store.Update(ctx, func(r store.Reader) (store.Changes, error) {
		by, err := actor(r, cmd)
		if err != nil {
			return store.Changes{}, err
		}
		return do(d.s.bot.Tickets(r, by))
	})
}

// tellTicket is a step of which the resident is told.
func (d desk) tellTicket(do func(bot.Tickets, ticket.Code, string) (bot.Told, store.Changes, error)) func(context.Context, *cli.Command, ticket.Code, string) error {
	return func(ctx context.Context, cmd *cli.Command, code ticket.Code, text string) error {
		var told bot.Told
		err := d.tickets(ctx, cmd, func(t bot.Tickets) (c store.Changes, err error) {
			told, c, err = do(t, code, text)
			return c, err
		})
		if err == nil {
			d.told(code, told)
		}
		return err
	}
}

// told says who will hear of a step.
func (d desk) told(code ticket.Code, t bot.Told) {
	people := "nobody"
	if t.Reached == 1 {
		people = "1 person"
	} else if t.Reached > 1 {
		people = fmt.Sprintf("%d people", t.Reached)
	}
	fmt.Fprintf(d.out, "%s: on its way to %s\n", code, people)
	if t.Lost > 0 {
		fmt.Fprintf(d.out, "%s\n", d.s.say.In("en").Say(locales.TicketStaffLost, locales.Vars{"N": t.Lost}))
	}
}

func (d desk) takeTicket(ctx context.Context, cmd *cli.Command, code ticket.Code, _ string) error {
	err := d.tickets(ctx, cmd, func(t bot.Tickets) (store.Changes, error) {
		_, c, err := t.Work().Take(code)
		return c, err
	})
	if err == nil {
		fmt.Fprintf(d.out, "%s is yours\n", code)
	}
	return err
}

func (d desk) answerTicket(ctx context.Context, cmd *cli.Command, code ticket.Code, text string) error {
	reply := ticket.Reply{Text: text, Source: cmd.String("source"), Own: cmd.Bool("own-word")}
	if cmd.Bool("preview") {
		return d.previewTicket(ctx, cmd, code, reply)
	}
	var told bot.Told
	err := d.tickets(ctx, cmd, func(t bot.Tickets) (c store.Changes, err error) {
		_, warnings, err := t.Preview(code, reply)
		if err == nil && len(warnings) > 0 && !cmd.Bool("anyway") {
			err = &msg.Refusal{Code: string(locales.TicketWarned), Vars: locales.Vars{"Warnings": d.warnings(warnings)}}
		}
		if err != nil {
			return c, err
		}
		told, c, err = t.Answer(code, reply)
		return c, err
	})
	var no *msg.Refusal
	if errors.As(err, &no) && no.Code == string(locales.TicketWarned) {
		return fmt.Errorf("%w\n--anyway sends it as it is", d.inEnglish(err))
	}
	if err == nil {
		d.told(code, told)
	}
	return err
}

// previewTicket shows what would go out, and to how many.
func (d desk) previewTicket(ctx context.Context, cmd *cli.Command, code ticket.Code, reply ticket.Reply) error {
	var told bot.Told
	var warnings []*msg.Refusal
	err := d.tickets(ctx, cmd, func(t bot.Tickets) (c store.Changes, err error) {
		told, warnings, err = t.Preview(code, reply)
		return c, err
	})
	if err != nil {
		return err
	}
	for _, shown := range told.Shown {
		fmt.Fprintf(d.out, "%s\n\n", shown)
	}
	fmt.Fprintf(d.out, "to %d, %d out of reach; %d SMS at most for one\n", told.Reached, told.Lost, told.Parts)
	if len(warnings) > 0 {
		fmt.Fprintln(d.out, d.warnings(warnings))
	}
	return nil
}

func (d desk) warnings(list []*msg.Refusal) string {
	var lines []string
	for _, w := range list {
		lines = append(lines, "(!) "+d.s.say.In("en").Refusal(w))
	}
	return strings.Join(lines, "\n")
}

func (d desk) fillTicket(ctx context.Context, cmd *cli.Command, code ticket.Code, option string) error {
	var told bot.Told
	err := d.tickets(ctx, cmd, func(t bot.Tickets) (c store.Changes, err error) {
		told, c, err = t.Fill(code, option)
		return c, err
	})
	if err != nil {
		return err
	}
	if _, ask, _ := d.s.bot.TicketAsks(told.Tickets[0]); ask != "" {
		fmt.Fprintf(d.out, "%s: noted; still missing: %s\n", code, ask)
		return nil
	}
	d.told(code, told)
	fmt.Fprintln(d.out, d.s.bot.TicketVerdict(told.Tickets[0]))
	return nil
}

func (d desk) forwardTicket(ctx context.Context, cmd *cli.Command, code ticket.Code, place string) error {
	return d.tellTicket(func(t bot.Tickets, c ticket.Code, _ string) (bot.Told, store.Changes, error) {
		return t.Forward(c, place, cmd.String("reason"))
	})(ctx, cmd, code, place)
}

func (d desk) groupTickets(ctx context.Context, cmd *cli.Command, code ticket.Code, _ string) error {
	var others []ticket.Code
	for _, arg := range cmd.Args().Tail() {
		c, ok := ticket.ParseCode(arg)
		if !ok {
			return usagef("%q is no code", arg)
		}
		others = append(others, c)
	}
	if len(others) == 0 {
		return usagef("which others? For example: tinban ticket group A4173 K5120; \"tinban ticket show A4173\" shows those that ask alike")
	}
	var list []ticket.Ticket
	err := d.tickets(ctx, cmd, func(t bot.Tickets) (c store.Changes, err error) {
		list, c, err = t.Work().Group(code, others...)
		return c, err
	})
	if err == nil {
		fmt.Fprintf(d.out, "%s: one answer for %d now\n", code, len(list))
	}
	return err
}

func (d desk) urgentTicket(ctx context.Context, cmd *cli.Command, code ticket.Code, _ string) error {
	var told bot.Told
	err := d.tickets(ctx, cmd, func(t bot.Tickets) (c store.Changes, err error) {
		told, c, err = t.Hurry(code)
		return c, err
	})
	if err == nil {
		fmt.Fprintf(d.out, "%s is urgent; leaders told: %d\n", code, told.Reached)
	}
	return err
}

func (d desk) ticketNumber(ctx context.Context, cmd *cli.Command, code ticket.Code, _ string) error {
	number := ""
	err := d.tickets(ctx, cmd, func(t bot.Tickets) (c store.Changes, err error) {
		number, c, err = t.Number(code, cmd.String("reason"))
		return c, err
	})
	if err == nil {
		fmt.Fprintf(d.out, "%s: %s\n", code, number)
	}
	return err
}
