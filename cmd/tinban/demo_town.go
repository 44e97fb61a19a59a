package main

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"tinban/eligibility"
	"tinban/msg"
	"tinban/simulator"
	"tinban/store"
	"tinban/ticket"
)

// townScript is what has happened in the sample town; see sampleTown.play.
//
//go:embed demo/town.txt
var townScript string

// sampleTown is a demo's past while it is made: the whole service on the new
// store, with a clock that goes through three weeks in a moment. Nothing runs
// by itself, so that it comes out the same each time; everything is done by
// the rooms that do it in earnest. Once a step fails nothing more is done.
type sampleTown struct {
	ctx     context.Context
	s       *service
	start   time.Time    // the present
	clock   atomic.Int64 // nanoseconds
	n       int
	buttons map[msg.Address][]msg.Button // last shown to each
	courses map[string]string            // ids by what the script calls them
	err     error
}

// fillTown makes the sample town.
func fillTown(ctx context.Context, cfg config, log *slog.Logger, channels []channel) (err error) {
	w := &sampleTown{ctx: ctx, start: cfg.now(), buttons: map[msg.Address][]msg.Button{}, courses: map[string]string{}}
	w.clock.Store(w.start.Add(-townAge).UnixNano())
	cfg.now, cfg.filling = w.now, true
	if w.s, err = newService(cfg, eligibility.Date{}, log, channels...); err != nil {
		return err
	}
	if err = w.play(townScript); err == nil {
		err = w.bringUp()
	}
	if err = errors.Join(err, w.s.shutdown()); err != nil {
		return err
	}
	return onDisk(filepath.Join(cfg.Data, storeFile))
}

// townAge is how long ago the town begins.
const townAge = 24 * 24 * time.Hour

func onDisk(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (w *sampleTown) now() time.Time { return time.Unix(0, w.clock.Load()).In(hue) }

func (w *sampleTown) pass(d time.Duration) { w.clock.Add(int64(d)) }

// scene is what happens from one moment on.
type scene struct {
	at    time.Time
	lines []string
}

// play plays a script: scenes in the order of time, whatever their order there.
// A line is
//
//	# a remark
//	day 12 08:10               a scene, so many days ago
//	late 09:00                 a scene, so long ago that what is asked then is late
//	ago 3h                     a scene, so long before now
//	sms 7: nha toi dot         a sample resident writes by SMS
//	chat 3: /start             … or on the chat
//	press 3: Đồng ý            … or presses the button of that label
//	do staff                   something longer, see deeds
func (w *sampleTown) play(script string) error {
	scenes, err := w.scenes(script)
	if err != nil {
		return err
	}
	day := ""
	for _, sc := range scenes {
		w.clock.Store(max(sc.at.UnixNano(), w.clock.Load()))
		if on := sc.at.Format(time.DateOnly); on != day {
			day = on
			w.minute()
		}
		for _, line := range sc.lines {
			w.pass(20 * time.Second)
			w.line(line)
			w.sent()
			if w.err != nil {
				return fmt.Errorf("%s: %w", line, w.err)
			}
		}
	}
	return nil
}

func (w *sampleTown) scenes(script string) (list []scene, err error) {
	lines := bufio.NewScanner(strings.NewReader(script))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "", "#":
		case "day", "late", "ago":
			at, err := w.moment(verb, rest)
			if err != nil {
				return nil, err
			}
			list = append(list, scene{at: at})
		default:
			last := &list[len(list)-1]
			last.lines = append(last.lines, line)
		}
	}
	slices.SortStableFunc(list, func(a, b scene) int { return a.at.Compare(b.at) })
	return list, lines.Err()
}

func (w *sampleTown) moment(verb, rest string) (at time.Time, err error) {
	if verb == "ago" {
		d, err := time.ParseDuration(rest)
		return w.start.Add(-d), err
	}
	var days, hour, minute int
	if verb == "late" {
		_, err = fmt.Sscanf(rest, "%d:%d", &hour, &minute)
		return w.lateSince(hour, minute), err
	}
	_, err = fmt.Sscanf(rest, "%d %d:%d", &days, &hour, &minute)
	return w.at(days, hour, minute), err
}

func (w *sampleTown) at(daysAgo, hour, minute int) time.Time {
	y, m, d := w.start.Date()
	return time.Date(y, m, d-daysAgo, hour, minute, 0, 0, hue)
}

// lateSince is the last day on which a question was asked that is late now.
func (w *sampleTown) lateSince(hour, minute int) time.Time {
	days := ticket.Calendar{}
	for ago := 3; ; ago++ {
		if at := w.at(ago, hour, minute); days.Due(at).Before(w.start) || ago > 20 {
			return at
		}
	}
}

// line does one line.
func (w *sampleTown) line(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	if verb == "do" {
		w.deed(rest)
		return
	}
	who, said, _ := strings.Cut(rest, ": ")
	in := msg.Inbound{Gateway: simulator.RouteChat, From: sampleOnChat(who), Kind: msg.Text, Text: said}
	switch verb {
	case "sms":
		in.Gateway, in.From = simulator.RouteSMS, sampleOnSMS(who)
	case "press":
		in.Kind, in.Text, in.Choice = msg.Choice, "", w.button(in.From, said)
	}
	w.receive(in)
}

func sampleOnSMS(who string) msg.Address {
	return msg.Address(sampleSMS + strings.Repeat("0", max(3-len(who), 0)) + who)
}

func sampleOnChat(who string) msg.Address { return msg.Address(sampleChat + who) }

func (w *sampleTown) button(who msg.Address, label string) string {
	for _, b := range w.buttons[who] {
		if strings.Contains(b.Label, label) {
			return b.Key
		}
	}
	w.fail(fmt.Errorf("no button %q is shown; there are %v", label, w.buttons[who]))
	return ""
}

func (w *sampleTown) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *sampleTown) receive(in msg.Inbound) {
	if w.err != nil {
		return
	}
	w.n++
	in.Ref, in.At = fmt.Sprint("mau-", w.n), w.now()
	w.fail(w.s.bot.Receive(w.ctx, in))
}

// update is one transaction of a room's.
func (w *sampleTown) update(decide func(store.Reader) (store.Changes, error)) {
	if w.err != nil {
		return
	}
	w.fail(w.s.store.Update(w.ctx, decide))
}

// minute does what is due.
func (w *sampleTown) minute() {
	if w.err != nil {
		return
	}
	w.fail(w.s.errands(w.ctx))
	w.sent()
}

// sent settles what waits, as the sample phones would.
func (w *sampleTown) sent() {
	for w.err == nil {
		due, err := w.s.store.Claim(w.ctx, w.now(), time.Minute, 200, nil)
		w.fail(err)
		if len(due) == 0 {
			return
		}
		var done []store.Settlement
		for _, d := range due {
			ref, fate, _ := fateOf(d.Key)
			s := store.Settlement{Key: d.Key, Status: msg.Sent, Ref: ref, Cost: d.Parts * w.s.cfg.PricePerPart}
			if fate == msg.Failed && d.Lane == msg.Broadcast {
				s = store.Settlement{Key: d.Key, Status: msg.Failed, Code: "30005"}
			}
			done = append(done, s)
			w.buttons[d.To] = d.Choices
		}
		w.fail(w.s.store.Settle(w.ctx, done))
		w.arrive(due, done)
	}
}

// arrive brings the receipts of news; those of answers change nothing anybody
// sees.
func (w *sampleTown) arrive(due []store.Delivery, done []store.Settlement) {
	for i, s := range done {
		if s.Status != msg.Sent || due[i].Lane != msg.Broadcast || w.err != nil {
			continue
		}
		w.fail(w.s.store.Receipt(w.ctx, msg.Receipt{Route: due[i].Route, Ref: s.Ref, Status: msg.Delivered, At: w.now()}))
	}
}

// bringUp moves the town to the present, with its numbers counted.
func (w *sampleTown) bringUp() error {
	w.clock.Store(w.start.UnixNano())
	w.minute()
	return w.err
}
