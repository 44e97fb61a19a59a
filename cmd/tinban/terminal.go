package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/bot"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/sms/text"
	"tinban/store"
)

// hue is where the service lives; the binary carries the zone.
var hue = mustZone("Asia/Ho_Chi_Minh")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // tzdata is embedded: only a wrong name comes here
	}
	return z
}

func now() time.Time { return time.Now().In(hue) }

func today() eligibility.Date { return eligibility.FromTime(now()) }

// pricePerPart is what one SMS costs where nothing is configured, in đồng.
const pricePerPart = 350

// The two channels a terminal can show.
var terminalCaps = map[string]msg.Caps{
	"telegram": {Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true},
	"sms":      {Kind: msg.SMS, Limit: 2, Receives: true, PricePerPart: pricePerPart},
}

func channelFlag() cli.Flag {
	return &cli.StringFlag{Name: "channel", Value: "telegram", Usage: "show the reply as on `telegram|sms`"}
}

func asOfFlag(usage string) cli.Flag { return &cli.StringFlag{Name: "as-of", Usage: usage} }

const asOfUsage = "read the content as of `YYYY-MM-DD` (default: today)"

func asOf(cmd *cli.Command) (eligibility.Date, error) {
	s := cmd.String("as-of")
	if s == "" {
		return eligibility.Date{}, nil
	}
	d, err := eligibility.ParseDate(s)
	if err != nil {
		return d, usagef("--as-of %q is not a day; write it as 2024-05-15", s)
	}
	return d, nil
}

// terminal is a dialogue with nobody else in it: a session kept in memory.
type terminal struct {
	bot     *bot.Bot
	know    *bot.Knowledge
	say     locales.Catalogue
	channel string
	contact store.Contact
	session store.Session
	n       int
}

func newTerminal(cmd *cli.Command) (*terminal, error) {
	day, err := asOf(cmd)
	if err != nil {
		return nil, err
	}
	return openTerminal(cmd.String("channel"), cmd.String("content"), day)
}

func openTerminal(channel, contentDir string, day eligibility.Date) (*terminal, error) {
	if _, ok := terminalCaps[channel]; !ok {
		return nil, usagef("--channel %q is unknown; choose telegram or sms", channel)
	}
	know, err := loadKnowledge(contentDir)
	if err != nil {
		return nil, err
	}
	say, err := locales.Load()
	if err != nil {
		return nil, err
	}
	return terminalOn(know, say, channel, day), nil
}

func terminalOn(know *bot.Knowledge, say locales.Catalogue, channel string, day eligibility.Date) *terminal {
	b := bot.New(bot.Config{
		Knowledge: func() *bot.Knowledge { return know },
		Caps:      func(route string) (msg.Caps, bool) { c, ok := terminalCaps[route]; return c, ok },
		Say:       say, AsOf: day,
	})
	return &terminal{bot: b, know: know, say: say, channel: channel}
}

// turn sends one line.
func (t *terminal) turn(line string) bot.Decision {
	return t.send(msg.Inbound{Kind: msg.Text, Text: line})
}

// send takes one message and keeps what the bot wants remembered.
func (t *terminal) send(in msg.Inbound) bot.Decision {
	t.n++
	at := now()
	snap := store.Snapshot{Contact: t.contact, New: t.n == 1, Now: at}
	if at.Before(t.session.Expires) {
		snap.Session = t.session
	}
	in.Gateway, in.Ref, in.At = t.channel, fmt.Sprint(t.n), at
	d := t.bot.Decide(snap, in)
	if d.Forget {
		t.contact, t.session = store.Contact{}, store.Session{}
	}
	if d.Contact != nil {
		t.contact = *d.Contact
	}
	if d.Session != nil {
		t.session = *d.Session
	}
	return d
}

func askCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "ask", Usage: "prints the reply to one question as a channel would show it",
		ArgsUsage: "QUESTION…",
		Flags: []cli.Flag{channelFlag(), asOfFlag(asOfUsage), contentFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print the reply as JSON"}},
		Action: func(_ context.Context, cmd *cli.Command) error {
			question := strings.Join(cmd.Args().Slice(), " ")
			if !cmd.Args().Present() {
				return usagef("ask what? For example: tinban ask \"hộ nghèo vay được bao nhiêu\"")
			}
			t, err := newTerminal(cmd)
			if err != nil {
				return err
			}
			d := t.turn(question)
			if cmd.Bool("json") {
				return printJSON(w.out, d)
			}
			banner(w.out, cmd)
			printReply(w.out, d)
			return nil
		},
	}
}

func chatCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "chat", Usage: "a dialogue in the terminal, or from a pipe, a line a message",
		Flags: []cli.Flag{channelFlag(), asOfFlag(asOfUsage), contentFlag()},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Present() {
				return usagef("chat takes no question; type it after the start, or use \"tinban ask\"")
			}
			t, err := newTerminal(cmd)
			if err != nil {
				return err
			}
			banner(w.out, cmd)
			lines := bufio.NewScanner(w.in)
			lines.Buffer(make([]byte, 0, 64<<10), 1<<20)
			for lines.Scan() {
				fmt.Fprintf(w.out, "> %s\n", lines.Text())
				printReply(w.out, t.turn(lines.Text()))
				fmt.Fprintln(w.out)
			}
			return lines.Err()
		},
	}
}

// banner says which day the content is read as of, when it is not today.
func banner(out io.Writer, cmd *cli.Command) {
	if s := cmd.String("as-of"); s != "" {
		fmt.Fprintf(out, "[trả lời như ngày %s]\n", s)
	}
}

func printReply(out io.Writer, d bot.Decision) {
	for _, s := range d.Shaped {
		if len(s.Message.Parts) > 0 {
			printParts(out, s.Message)
			continue
		}
		fmt.Fprintln(out, s.Outbound.Text)
		for _, b := range s.Outbound.Choices {
			fmt.Fprintf(out, "[%s]\n", b.Label)
		}
	}
	if len(d.Changes.Put) > 0 {
		fmt.Fprintln(out, "(thử trong cửa sổ lệnh: không có gì được lưu)")
	}
}

func printParts(out io.Writer, m text.Message) {
	units := 0
	for i, p := range m.Parts {
		fmt.Fprintf(out, "[%d/%d] %s\n", i+1, len(m.Parts), p.Text)
		units += p.Units
	}
	fmt.Fprintf(out, "(%d SMS, %s, %d units, %d đ)\n", len(m.Parts), m.Encoding, units, len(m.Parts)*pricePerPart)
}

// jsonReply is what --json prints.
type jsonReply struct {
	Label    string           `json:"label"`
	Answer   string           `json:"answer,omitempty"` // the record that answered
	Kind     string           `json:"kind"`
	Choices  []bot.Offer      `json:"choices"`
	Text     string           `json:"text"`
	Encoding text.Encoding    `json:"encoding,omitempty"`
	Parts    []text.Part      `json:"parts"`
	Sources  []content.Source `json:"sources"`
}

func printJSON(out io.Writer, d bot.Decision) error {
	r := jsonReply{
		Label: d.Outcome.Label, Answer: d.Outcome.Answer, Kind: verdictKind(d.Outcome), Choices: []bot.Offer{},
		Parts: []text.Part{}, Sources: []content.Source{},
	}
	r.Choices = append(r.Choices, d.Outcome.Choices...)
	r.Sources = append(r.Sources, d.Outcome.Sources...)
	for _, s := range d.Shaped {
		r.Text, r.Encoding = s.Outbound.Text, s.Message.Encoding
		r.Parts = append(r.Parts, s.Message.Parts...)
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// verdictKind folds the steps of a dialogue into the three kinds a reader of
// one reply tells apart: a step that was understood is an answer.
func verdictKind(o bot.Outcome) string {
	switch {
	case o.Kind == bot.KindAskBack || o.Kind == bot.KindUnknown || o.Kind == bot.KindAnswer:
		return o.Kind
	case o.Label != "":
		return bot.KindAnswer
	}
	return bot.KindUnknown
}
