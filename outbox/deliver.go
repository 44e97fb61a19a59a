package outbox

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

// claimed is a Delivery with the end of its lease.
type claimed struct {
	store.Delivery
	lapses time.Time
}

// lines keeps the messages to one contact in order: the second waits for the
// first, while other contacts' overtake.
type lines struct {
	mu     sync.Mutex
	behind map[store.ContactID][]claimed
}

// join says whether d is first; if not it stands in line.
func (l *lines) join(d claimed) (first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.behind == nil {
		l.behind = make(map[store.ContactID][]claimed)
	}
	line, busy := l.behind[d.Contact]
	if busy {
		line = append(line, d)
	}
	l.behind[d.Contact] = line
	return !busy
}

// next returns who stands behind; ok is false when nobody does.
func (l *lines) next(id store.ContactID) (d claimed, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := l.behind[id]
	if len(line) == 0 {
		delete(l.behind, id)
		return claimed{}, false
	}
	l.behind[id] = line[1:]
	return line[0], true
}

// start sends d in its own goroutine, and after it whatever joins its line.
func (o *Outbox) start(stop, calls context.Context, d claimed) {
	if !o.lines.join(d) {
		return
	}
	o.sends.Go(func() {
		for ok := true; ok; d, ok = o.lines.next(d.Contact) {
			if o.cfg.Now().Before(d.lapses) { // else it has been handed out again
				o.settle(calls, o.deliver(stop, calls, d))
			}
			o.slots <- struct{}{}
		}
	})
}

// deliver takes one message in hand and says what became of it. When stop
// ends, or when its lease would not last, what has not begun is handed back.
func (o *Outbox) deliver(stop, calls context.Context, d claimed) store.Settlement {
	r, ok := o.routes[d.Route]
	if !ok {
		return o.reroute(d.Delivery, "unknown", "no_route")
	}
	wait, later := r.reserve(o.cfg.Now())
	if !later.IsZero() {
		return o.shelve(d.Delivery, later)
	}
	if !pause(stop, wait) || o.cfg.Now().Add(o.cfg.SendTimeout).After(d.lapses) {
		return o.shelve(d.Delivery, o.cfg.Now())
	}
	calls, cancel := context.WithTimeout(calls, o.cfg.SendTimeout)
	defer cancel()
	switch {
	case r.caps.Templates: // it would be refused, or sent as something else
		return o.reroute(d.Delivery, d.Route, "templates_only")
	case !o.affordable(calls, d.Delivery):
		return o.fail(d.Delivery, d.Route, "budget")
	}
	return o.try(calls, r, d.Delivery)
}

// reroute finds another gateway for a message that its own cannot take.
func (o *Outbox) reroute(d store.Delivery, route, code string) store.Settlement {
	next := o.alternative(d)
	if next == "" || d.Doubtful {
		return o.fail(d, route, code)
	}
	o.cfg.Metrics.Count(Moved, next)
	return store.Settlement{Key: d.Key, Code: code, RetryAt: o.cfg.Now(), Route: next, Untried: true}
}

// try sends a message, once any doubt is cleared up as far as it can be.
func (o *Outbox) try(calls context.Context, r *route, d store.Delivery) store.Settlement {
	unsure := false
	if d.Doubtful {
		done, s := o.resolve(calls, r, &d)
		if done {
			return s
		}
		unsure = d.Doubtful && !r.caps.Idempotent
	}
	if unsure {
		o.cfg.Metrics.Count(ResentUnsure, d.Route)
	}
	ref, err := o.send(calls, r, d.Outbound)
	r.heard(err == nil || isOf(err, msg.Rejected, msg.Gone))
	return o.judge(r, d, unsure, ref, err)
}

// resolve asks the gateway about a message that may have been sent. When it
// has not got it, the doubt is gone.
func (o *Outbox) resolve(ctx context.Context, r *route, d *store.Delivery) (done bool, _ store.Settlement) {
	looker, ok := r.sender.(Looker)
	if !ok {
		return false, store.Settlement{}
	}
	ref, found, err := o.lookup(ctx, looker, *d)
	switch {
	case err != nil:
		return true, o.judge(r, *d, false, "", err)
	case found:
		return true, o.sent(*d, ref)
	}
	d.Doubtful = false
	return false, store.Settlement{}
}

// judge turns a gateway's word into a settlement. A message that was sent
// again while unsure, and is unsure again, has had its chance.
func (o *Outbox) judge(r *route, d store.Delivery, unsure bool, ref string, err error) store.Settlement {
	if err == nil {
		return o.sent(d, ref)
	}
	why := reason(err)
	switch {
	case why.Kind == msg.Rejected:
		return o.fail(d, d.Route, why.Code)
	case why.Kind == msg.Gone:
		s := o.fail(d, d.Route, why.Code)
		s.Gone = true
		return s
	case why.Kind == msg.Throttled:
		r.hold(o.cfg.Now().Add(why.RetryAfter))
	case why.Kind == msg.Ambiguous && unsure:
		return o.fail(d, d.Route, "unsure")
	case why.Kind == msg.Ambiguous:
		d.Doubtful = true
	}
	return o.retry(d, why, why.RetryAfter)
}

func isOf(err error, kinds ...msg.FailureKind) bool {
	return slices.Contains(kinds, reason(err).Kind)
}

// reason takes what is no SendError for "may have been sent".
func reason(err error) msg.SendError {
	var why *msg.SendError
	if !errors.As(err, &why) {
		return msg.SendError{Kind: msg.Ambiguous, Code: "unknown"}
	}
	known := *why
	if known.Code == "" {
		known.Code = string(known.Kind)
	}
	return known
}

func (o *Outbox) sent(d store.Delivery, ref string) store.Settlement {
	cost := o.cost(d)
	o.purse.pay(cost)
	o.cfg.Metrics.Count(Sent, d.Route)
	o.cfg.Metrics.Paid(d.Route, d.Parts, cost)
	return store.Settlement{Key: d.Key, Status: msg.Sent, Ref: ref, Cost: cost}
}

// fail gives a message up. The log line names no key: a key may hold a ref,
// and a ref an address.
func (o *Outbox) fail(d store.Delivery, route, code string) store.Settlement {
	o.cfg.Metrics.Count(Failed, route)
	o.cfg.Logger.Warn("outbox: a message was given up", "route", d.Route, "lane", d.Lane, "code", code, "tries", d.Tries+1)
	return store.Settlement{Key: d.Key, Status: msg.Failed, Code: code}
}

func (o *Outbox) shelve(d store.Delivery, at time.Time) store.Settlement {
	o.cfg.Metrics.Count(Shelved, d.Route)
	return store.Settlement{Key: d.Key, RetryAt: at, Doubtful: d.Doubtful, Untried: true}
}

// retry lets a message wait for its next try, or gives it up when that would
// come too late.
func (o *Outbox) retry(d store.Delivery, why msg.SendError, after time.Duration) store.Settlement {
	now := o.cfg.Now()
	at := now.Add(max(after, backOff(d.Tries)))
	next := o.elsewhere(d, why)
	if next != "" && o.routes[next].failures() == 0 {
		at = now // else they would hand it to each other without a pause
	}
	if tooLate(d, at) {
		return o.fail(d, d.Route, why.Code)
	}
	if next != "" {
		o.cfg.Metrics.Count(Moved, next)
		return store.Settlement{Key: d.Key, Code: why.Code, RetryAt: at, Route: next}
	}
	o.cfg.Metrics.Count(Retried, d.Route)
	return store.Settlement{Key: d.Key, Code: why.Code, RetryAt: at, Doubtful: d.Doubtful}
}

// settle records an outcome, again and again while there is time: a send that
// is not recorded would be repeated.
func (o *Outbox) settle(calls context.Context, s store.Settlement) {
	for try := 0; ; try++ {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(calls), settleGrace)
		err := o.cfg.Store.Settle(ctx, []store.Settlement{s})
		cancel()
		if err == nil {
			return
		}
		o.cfg.Logger.Error("outbox: an outcome could not be stored", "error", err, "try", try+1)
		if errors.Is(err, store.ErrClosed) || !pause(calls, backOff(min(try, 3))) {
			return
		}
	}
}

// pause waits, and says whether it was left to wait to the end.
func pause(ctx context.Context, d time.Duration) bool {
	if ctx.Err() != nil {
		return false
	}
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// send guards a call: a sender's panic costs its message only.
func (o *Outbox) send(ctx context.Context, r *route, out msg.Outbound) (ref string, err error) {
	defer o.guard(r.name, &err)
	return r.sender.Send(ctx, out)
}

func (o *Outbox) lookup(ctx context.Context, l Looker, d store.Delivery) (ref string, found bool, err error) {
	defer o.guard(d.Route, &err)
	return l.Lookup(ctx, d.Outbound)
}

// guard logs where a sender panicked, never with what: a panic may carry
// anything.
func (o *Outbox) guard(route string, err *error) {
	if p := recover(); p != nil {
		o.cfg.Logger.Error("outbox: a sender panicked", "route", route, "stack", string(debug.Stack()))
		*err = &msg.SendError{Kind: msg.Rejected, Code: "panic"}
	}
}
