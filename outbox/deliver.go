package outbox

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"tinban/msg"
	"tinban/store"
)

// start takes a message in hand: beside all others, but behind those to the
// same contact. One that is in hand already needs no second slot.
func (o *Outbox) start(stop, calls context.Context, d *claimed) {
	d.route = o.routes[d.Route]
	if d.route != nil {
		d.route.begin(d) // before it stands in line: somebody may be waiting there for it
	}
	fresh, first := o.lines.join(d)
	if !fresh {
		o.let(d)
		return
	}
	if first {
		o.sends.Go(func() { o.work(stop, calls, d.Contact) })
	}
}

// work sends what is in hand for one contact, one after the other.
func (o *Outbox) work(stop, calls context.Context, id store.ContactID) {
	for d, better := o.lines.next(id); d != nil; d, better = o.lines.next(id) {
		lasts := o.lines.lasts(d, time.Now()) // else it has been handed out again
		if lasts {
			s, done := o.deliver(stop, calls, d, better)
			if !done {
				o.lines.back(d)
				continue
			}
			o.repay(d, s)
			o.settle(calls, s)
		}
		o.lines.drop(d, lasts)
		o.let(d)
	}
}

// let gives back what a message held.
func (o *Outbox) let(d *claimed) {
	if d.route != nil {
		d.route.end(d)
	}
	o.release(d.lane, 1)
}

// deliver says what became of one message. done is false when it lets another
// of its contact go first.
func (o *Outbox) deliver(stop, calls context.Context, d *claimed, better <-chan struct{}) (s store.Settlement, done bool) {
	if d.route == nil {
		return o.reroute(d.Delivery, "unknown", "no_route"), true
	}
	if s, held := o.holdUp(calls, d); held {
		return s, true
	}
	switch d.route.turn(stop, d.lane.haste, better) {
	case yielded:
		return s, false
	case later:
		return o.shelve(d, time.Time{}), true
	}
	d.route.turned(d)
	if s, held := o.holdUp(calls, d); held { // it may have waited into the night
		return s, true
	}
	calls, cancel := context.WithTimeout(calls, o.cfg.SendTimeout)
	defer cancel()
	return o.try(calls, d.route, d.Delivery), true
}

// holdUp finds what stands in a message's way, if anything does. What waits
// without having been tried goes back to where it was.
func (o *Outbox) holdUp(calls context.Context, d *claimed) (_ store.Settlement, held bool) {
	wall, g, hush := o.cfg.Now(), o.gate(d.Group), o.lines.hushed(d.Contact)
	switch {
	case !o.lines.lasts(d, time.Now().Add(o.cfg.SendTimeout)):
		return o.shelve(d, time.Time{}), true
	case g == dropped:
		return o.withdraw(calls, d), true
	case g == shut, o.night(wall) && nightly(d.Lane, d.Anytime):
		return o.shelve(d, time.Time{}), true
	case hush > 0:
		return o.shelve(d, wall.Add(hush)), true
	case d.route.caps.Templates: // it would be refused, or sent as something else
		return o.reroute(d.Delivery, d.Route, "templates_only"), true
	}
	return o.afford(calls, d)
}

// withdraw ends a message that is not wanted any more. One that may have been
// sent is not said to be withdrawn.
func (o *Outbox) withdraw(calls context.Context, d *claimed) store.Settlement {
	if d.Doubtful {
		calls, cancel := context.WithTimeout(calls, o.cfg.SendTimeout)
		defer cancel()
		if done, s := o.resolve(calls, d.route, &d.Delivery); done {
			return s
		}
		if d.Doubtful {
			return o.fail(d.Delivery, d.Route, "unsure")
		}
	}
	o.cfg.Metrics.Count(Failed, d.Route)
	return store.Settlement{Key: d.Key, Status: msg.Failed, Code: "cancelled"}
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
	r.heard(err == nil || isOf(err, msg.Rejected, msg.Gone) || reason(err).Narrow)
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
