package main

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/outbox"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
)

// village is a store full of people who take news, with one notice to all of
// them that was written, tested and agreed to as any other.
type village struct {
	db    store.Store
	made  int // notices
	board *notice.Board
	now   func() time.Time
	id    notice.ID
}

const (
	loadCommune = "a-luoi-3"
	loadFew     = 20 // who get a notice first
)

// What the notices say: two that are alike would be taken for one by mistake.
var loadTexts = []string{
	"Xã mình mở lớp dạy nghề đan lát, còn chỗ cho bà con. Ai muốn học thì nhắn tin HOC.",
	"Lớp may công nghiệp sắp bắt đầu ở nhà văn hoá. Bà con cần hỏi thêm thì gọi cán bộ xã.",
	"Có lớp học sửa xe máy cho thanh niên, học không mất tiền. Nhà mình ai thích thì nhắn tin HOC.",
}

// The two who work on it.
var (
	loadWriter   = staff.Actor{ID: "viet", Role: staff.Officer, Communes: []string{loadCommune}}
	loadApprover = staff.Actor{ID: "duyet", Role: staff.Leader, Communes: []string{loadCommune}}
)

// workday is a clock that shows eight in the morning of a working day at the
// moment it began, whenever the test is run: at night it would only wait.
func workday(began time.Time) func() time.Time {
	shown := time.Date(2027, 3, 10, 8, 0, 0, 0, hue)
	return func() time.Time { return shown.Add(time.Since(began)) }
}

// openVillage opens a store of its own.
func openVillage(path string, now func() time.Time, routes map[string]outbox.Sender) (*village, error) {
	db, err := bolt.Open(path, bolt.Clock(now))
	if err != nil {
		return nil, err
	}
	return villageIn(db, now, routes)
}

// reopen starts as a service does, with the people there already: bbolt keeps
// an entry in memory for each page that was written since a file was opened.
func (v *village) reopen(path string) (err error) {
	if err = v.db.Close(); err != nil {
		return err
	}
	v.db, err = bolt.Open(path, bolt.Clock(v.now))
	return err
}

func villageIn(db store.Store, now func() time.Time, routes map[string]outbox.Sender) (*village, error) {
	say, err := locales.New(locales.Own)
	v := &village{db: db, now: now, board: &notice.Board{
		Say:     say,
		Commune: func(id string) (string, bool) { return "A Lưới 3", id == loadCommune },
		Undo:    time.Nanosecond, Hold: time.Nanosecond, Few: loadFew,
	}}
	for _, name := range sortedKeys(routes) {
		v.board.Routes = append(v.board.Routes, notice.Route{Name: name, Caps: routes[name].Caps()})
	}
	return v, err
}

// settle makes n people, shared out over the routes in turn.
func (v *village) settle(ctx context.Context, n int) error {
	const page = 1000
	for from := 0; from < n; from += page {
		err := v.db.Update(ctx, func(store.Reader) (c store.Changes, err error) {
			for i := from; i < min(n, from+page); i++ {
				more, err := v.resident(i)
				if err != nil {
					return c, err
				}
				c.Add(more)
			}
			return c, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (v *village) resident(i int) (c store.Changes, err error) {
	id, by := residentID(i), v.board.Routes[i%len(v.board.Routes)]
	rec, err := person.Subscriber{
		Contact: id, Commune: loadCommune, Topics: []person.Topic{person.Courses}, Chat: by.Kind == msg.Chat,
		Consent: person.Consent{Version: "v1", At: v.now(), How: "paper"},
	}.Record()
	c.Put = []store.Record{rec}
	c.Contacts = []store.ForContact{{ID: id, Address: residentAddress(i, by.Kind), Set: store.WriteSet{
		Contact: &store.Contact{Route: by.Name, Commune: loadCommune},
	}}}
	return c, err
}

// residentID is as even as a drawn one, and the same in every run.
func residentID(i int) store.ContactID {
	sum := sha256.Sum256(fmt.Appendf(nil, "resident %d", i))
	return store.ContactID(strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10])))
}

func residentAddress(i int, kind msg.ChannelKind) msg.Address {
	if kind == msg.Chat {
		return msg.Address(fmt.Sprintf("telegram:%d", 700000000+i))
	}
	return msg.Address(fmt.Sprintf("sms:+849%08d", i))
}

// agree takes a notice from its draft to the moment before it leaves.
func (v *village) agree(ctx context.Context) error {
	content := notice.Content{Communes: []string{loadCommune}, Topic: person.Courses, Text: loadTexts[v.made%len(loadTexts)]}
	v.made++
	var n notice.Notice
	act := func(do func(r store.Reader) (notice.Step, store.Changes, error)) error {
		return v.db.Update(ctx, func(r store.Reader) (store.Changes, error) {
			step, set, err := do(r)
			n = step.Notice
			return set, err
		})
	}
	now := v.now()
	err := act(func(r store.Reader) (notice.Step, store.Changes, error) {
		return v.board.Draft(r, loadWriter, content, fmt.Sprint("load", now.UnixNano()), now)
	})
	if err != nil {
		return err
	}
	v.id = n.ID
	err = act(func(r store.Reader) (notice.Step, store.Changes, error) {
		return v.board.Test(r, loadWriter, v.id, now)
	})
	if err != nil {
		return err
	}
	audience, err := v.board.CountAll(ctx, v.db, n, now)
	if err != nil {
		return err
	}
	return errors.Join(
		act(func(r store.Reader) (notice.Step, store.Changes, error) {
			return v.board.Submit(r, loadWriter, v.id, audience, now)
		}),
		act(func(r store.Reader) (notice.Step, store.Changes, error) {
			return v.board.Approve(r, loadApprover, v.id, notice.Agreement{Code: n.Code}, now)
		}),
	)
}

// pump moves the notice along until it has ended, or ctx has.
func (v *village) pump(ctx context.Context, poll time.Duration) error {
	for ctx.Err() == nil {
		var step notice.Step
		err := v.db.Update(ctx, func(r store.Reader) (set store.Changes, err error) {
			step, set, err = v.board.Pump(r, v.id, v.now(), notice.Page)
			return set, err
		})
		switch {
		case err != nil:
			return err
		case step.Notice.State == notice.Done:
			return nil
		case step.More:
			continue
		case !step.Notice.Live():
			return fmt.Errorf("the notice stands still: it is %s, %s", step.Notice.State, step.Notice.Why)
		}
		select {
		case <-ctx.Done():
		case <-time.After(poll):
		}
	}
	return ctx.Err()
}

// sending runs an outbox over the village's store; stop ends it.
func (v *village) sending(ctx context.Context, cfg outbox.Config) (o *outbox.Outbox, stop func() error, err error) {
	cfg.Store, cfg.Now = v.db, v.now
	if o, err = outbox.New(cfg); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- o.Run(ctx) }()
	return o, func() error { cancel(); return <-ended }, nil
}

// broadcast sends the notice to everybody and says how long that took.
func (v *village) broadcast(ctx context.Context, cfg outbox.Config, poll time.Duration) (took time.Duration, err error) {
	o, stop, err := v.sending(ctx, cfg)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	err = v.pumpAnd(ctx, poll, o.Wake)
	took = time.Since(began)
	return took, errors.Join(err, stop())
}

func (v *village) pumpAnd(ctx context.Context, poll time.Duration, wake func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // whoever stores wakes: here nobody else does
		for ctx.Err() == nil {
			wake()
			select {
			case <-ctx.Done():
			case <-time.After(poll):
			}
		}
	}()
	return v.pump(ctx, poll)
}

// running finds the notice that was agreed to.
func (v *village) running(ctx context.Context) (id notice.ID, err error) {
	err = v.db.View(ctx, func(r store.Reader) error {
		ids, err := notice.Running(r)
		if len(ids) == 1 {
			id = ids[0]
		} else if err == nil {
			err = fmt.Errorf("%d notices are on their way, want 1", len(ids))
		}
		return err
	})
	return id, err
}
