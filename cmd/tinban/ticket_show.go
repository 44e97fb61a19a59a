package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/bot"
	"tinban/msg"
	"tinban/store"
	"tinban/ticket"
)

// ticketLine is one ticket of a list, as --json prints it.
type ticketLine struct {
	Code    ticket.Code   `json:"code"`
	Kind    ticket.Kind   `json:"kind"`
	State   ticket.State  `json:"state"`
	Commune string        `json:"commune"`
	Topic   string        `json:"topic"`
	Channel string        `json:"channel"`
	Asked   string        `json:"asked"`
	Due     string        `json:"due,omitempty"`
	Overdue bool          `json:"overdue"`
	Urgent  bool          `json:"urgent"`
	Text    string        `json:"text"`
	With    []ticket.Code `json:"with,omitempty"`
	Alike   []ticket.Code `json:"alike,omitempty"`
}

func (d desk) listTickets(ctx context.Context, cmd *cli.Command) error {
	var lines []ticket.Line
	err := d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err != nil {
			return err
		}
		lines, err = ticket.List(r, by, d.s.cfg.now())
		return err
	})
	if err != nil {
		return d.inEnglish(err)
	}
	list := []ticketLine{}
	for _, l := range lines {
		list = append(list, d.ticketLine(l))
	}
	if cmd.Bool("json") {
		return json.NewEncoder(d.out).Encode(list)
	}
	if len(list) == 0 {
		fmt.Fprintln(d.out, "no question is waiting")
	}
	for _, l := range list {
		d.printLine(l)
	}
	return nil
}

const stamp = "02/01/2006 15:04"

func (d desk) ticketLine(l ticket.Line) ticketLine {
	lib := d.s.know.Load().Library
	out := ticketLine{
		Code: l.Code, Kind: l.Kind, State: l.State, Channel: string(l.Channel), Asked: l.Asked.In(hue).Format(stamp),
		Overdue: l.Overdue(d.s.cfg.now()), Urgent: l.Urgent, Text: l.Text, With: l.With, Alike: l.Alike, Commune: "all communes",
	}
	if l.Commune != "" {
		out.Commune = lib.CommuneName(l.Commune, d.today())
	}
	for _, s := range l.Said {
		if s.What == ticket.Added {
			out.Text += "\n+ " + s.Text
		}
	}
	if lb := lib.Label(l.Label); lb != nil {
		out.Topic = lb.Title
	}
	if !l.Due.IsZero() {
		out.Due = l.Due.In(hue).Format(stamp)
	}
	return out
}

func (d desk) printLine(l ticketLine) {
	said := []string{string(l.Code), l.Commune, string(l.Kind), string(l.State), l.Channel, "asked " + l.Asked}
	if l.Due != "" {
		said = append(said, "due "+l.Due)
	}
	if l.Topic != "" {
		said = append(said, l.Topic)
	}
	if l.Urgent {
		said = append(said, "URGENT")
	}
	if l.Overdue {
		said = append(said, "OVERDUE")
	}
	if n := len(l.With); n > 0 {
		said = append(said, fmt.Sprintf("with %d more", n))
	}
	if n := len(l.Alike); n > 0 {
		said = append(said, fmt.Sprintf("%d ask alike", n+1))
	}
	fmt.Fprintf(d.out, "%s\n    %s\n", strings.Join(said, "  "), strings.ReplaceAll(l.Text, "\n", "\n    "))
}

// Of the conversation, what was said within a day before the question and
// since, the last lines.
const (
	showBefore = 24 * time.Hour
	showLines  = 12
)

func (d desk) showTicket(ctx context.Context, cmd *cli.Command, code ticket.Code, _ string) error {
	var tk ticket.Ticket
	var alike []ticket.Ticket
	var address msg.Address
	var sent store.Tally
	err := d.s.store.View(ctx, func(r store.Reader) error {
		by, err := actor(r, cmd)
		if err != nil {
			return err
		}
		if tk, err = d.s.bot.Tickets(r, by).Work().Show(code); err != nil {
			return err
		}
		if address, err = r.Address(tk.Owner); err != nil {
			return err
		}
		if sent, err = r.Tally(bot.TicketGroup(code)); err != nil {
			return err
		}
		alike, err = ticket.Alike(r, by, tk)
		return err
	})
	if err != nil {
		return err
	}
	lines, err := d.s.store.Transcript(ctx, tk.Owner)
	if err != nil {
		return err
	}
	d.printTicket(tk, address, sent)
	d.printTalk(tk, lines)
	for _, a := range alike {
		fmt.Fprintf(d.out, "asks alike: %s  %s\n", a.Code, firstLine(a.Text))
	}
	return nil
}

func (d desk) printTicket(tk ticket.Ticket, address msg.Address, sent store.Tally) {
	d.printLine(d.ticketLine(ticket.Line{Ticket: tk}))
	fmt.Fprintf(d.out, "from %v\n", address)
	if tk.Taker != "" {
		fmt.Fprintf(d.out, "taken by %s %s\n", tk.Taker, tk.TakenAt.In(hue).Format(stamp))
	}
	if _, ask, options := d.s.bot.TicketAsks(tk); ask != "" {
		fmt.Fprintf(d.out, "missing: %s\n", ask)
		for i, o := range options {
			fmt.Fprintf(d.out, "    %d %s: %s\n", i+1, o.Key, o.Label)
		}
	}
	for _, s := range tk.Said {
		by, source := "resident", ""
		if s.By != "" {
			by = string(s.By)
		}
		if s.Source != "" {
			source = " (" + s.Source + ")"
		}
		if s.Lost {
			source += " NOT REACHED: call, or use the loudspeaker"
		}
		fmt.Fprintf(d.out, "%s  %s  %s: %s%s\n", s.At.In(hue).Format(stamp), by, s.What, d.s.bot.TicketSaid(tk, s), source)
	}
	for _, row := range sent.Rows {
		fmt.Fprintf(d.out, "sent by %s: %s %s\n", row.Route, row.Status, row.Code)
	}
}

func (d desk) printTalk(tk ticket.Ticket, lines []store.Line) {
	var shown []string
	for _, l := range lines {
		if l.At.Before(tk.Asked.Add(-showBefore)) {
			continue
		}
		mark := "<"
		if l.Dir == store.Out {
			mark = ">"
		}
		shown = append(shown, fmt.Sprintf("    %s %s %s", l.At.In(hue).Format(stamp), mark, strings.ReplaceAll(l.Text, "\n", " / ")))
	}
	if len(shown) > 0 {
		fmt.Fprintf(d.out, "conversation:\n%s\n", strings.Join(shown[max(0, len(shown)-showLines):], "\n"))
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
