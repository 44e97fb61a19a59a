package outbox

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"tinban/msg"
	"tinban/store"
)

const (
	// failoverTries is after how many tries that came to nothing another
	// gateway may have the message.
	failoverTries = 2
	// failoverWait is the longest quiet a gateway may ask for before another
	// one has the message at once.
	failoverWait = 30 * time.Second
)

// elsewhere names the gateway that tries next, or "" where this one shall try
// again. A message whose fate is not known stays where it may have been sent.
func (o *Outbox) elsewhere(d store.Delivery, why msg.SendError) string {
	if d.Doubtful || why.Kind == msg.Ambiguous {
		return ""
	}
	if d.Tries+1 < failoverTries && why.RetryAfter < failoverWait {
		return ""
	}
	return o.alternative(d)
}

// alternative is the cheapest other gateway from which the message looks the
// same to who gets it: of the same class, answerable if it is a reply, with
// room for the text. Only numbers are shared between gateways; a chat is one's
// own.
func (o *Outbox) alternative(d store.Delivery) string {
	was := msg.Caps{Kind: msg.SMS, Class: msg.TwoWay, Limit: 1}
	if r, ok := o.routes[d.Route]; ok {
		was = r.caps
	}
	if d.To.Scheme() != "sms" || was.Kind != msg.SMS {
		return ""
	}
	at := time.Now()
	var fit []*route
	for _, name := range slices.Sorted(maps.Keys(o.routes)) {
		r := o.routes[name]
		c := r.caps
		if name == d.Route || c.Kind != msg.SMS || c.Class != was.Class || c.Templates || c.Limit < was.Limit || r.quiet(at) {
			continue
		}
		if d.Lane == msg.Reply && !c.Receives {
			continue
		}
		fit = append(fit, r)
	}
	if len(fit) == 0 {
		return ""
	}
	return slices.MinFunc(fit, func(a, b *route) int {
		return cmp.Or(cmp.Compare(a.failures(), b.failures()), cmp.Compare(a.caps.PricePerPart, b.caps.PricePerPart))
	}).name
}

// heard notes how a call ended, for the choice among gateways and for those
// who watch: a gateway is up when its last call got through.
func (r *route) heard(ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ok {
		r.inARow = 0
		return
	}
	r.inARow++
}

func (r *route) failures() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.inARow
}

// Up says, gateway by gateway, whether its last call got through. One that was
// never called is up.
func (o *Outbox) Up() map[string]bool {
	up := make(map[string]bool, len(o.routes))
	for name, r := range o.routes {
		up[name] = r.failures() == 0
	}
	return up
}
