package outbox

import (
	"errors"
	"slices"
	"time"

	"tinban/msg"
	"tinban/store"
)

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
	case why.Kind == msg.Throttled && why.Narrow:
		o.lines.hush(d.Contact, time.Now().Add(why.RetryAfter))
	case why.Kind == msg.Throttled:
		r.hold(time.Now().Add(why.RetryAfter))
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

// shelve puts a message back untried; zero is its old place.
func (o *Outbox) shelve(d *claimed, at time.Time) store.Settlement {
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
