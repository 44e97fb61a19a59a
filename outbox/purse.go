package outbox

import (
	"context"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

// purse knows what this month has cost. Replies are always sent: a resident
// who asked gets the answer. Everything else stops where the month's budget
// ends, to the đồng: what is being sent is set aside before.
type purse struct {
	mu    sync.Mutex
	month time.Time // its first day; zero before anything is known
	spent int
	empty bool // and it has been said
}

// cost is what a message takes on its route.
func (o *Outbox) cost(d store.Delivery) int {
	r, ok := o.routes[d.Route]
	if !ok {
		return 0
	}
	return d.Parts * r.caps.PricePerPart
}

// afford sets a message's cost aside, or says why it is not sent.
func (o *Outbox) afford(ctx context.Context, d *claimed) (_ store.Settlement, held bool) {
	if o.cfg.Budget <= 0 || hasteOf(d.Lane) == hasteReply || !d.aside.IsZero() {
		return store.Settlement{}, false
	}
	o.purse.mu.Lock()
	defer o.purse.mu.Unlock()
	if err := o.openPurse(ctx); err != nil {
		o.cfg.Logger.Error("outbox: what this month cost could not be read; all but replies wait", "error", err)
		return o.shelve(d, o.cfg.Now().Add(maxBackOff)), true
	}
	cost := o.cost(d.Delivery)
	if o.purse.spent+cost > o.cfg.Budget {
		if !o.purse.empty {
			o.purse.empty = true
			o.cfg.Logger.Warn("outbox: the month's budget is used up; only replies are sent", "budget", o.cfg.Budget)
		}
		o.cfg.Metrics.Count(Failed, d.Route)
		return store.Settlement{Key: d.Key, Status: msg.Failed, Code: "budget"}, true
	}
	o.purse.spent += cost
	d.aside = o.purse.month
	return store.Settlement{}, false
}

// openPurse reads what has been spent, once a month and after a start.
func (o *Outbox) openPurse(ctx context.Context) error {
	now := o.cfg.Now()
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
	if first.Equal(o.purse.month) {
		return nil
	}
	sums, err := o.cfg.Store.Spent(ctx, now)
	if err != nil {
		return err
	}
	o.purse.month, o.purse.spent, o.purse.empty = first, 0, false
	for _, s := range sums {
		o.purse.spent += s.Cost
	}
	return nil
}

// repay takes back what was set aside for a message that was not sent, and
// counts what a reply cost.
func (o *Outbox) repay(d *claimed, s store.Settlement) {
	o.purse.mu.Lock()
	defer o.purse.mu.Unlock()
	switch {
	case d.aside.IsZero() && s.Status == msg.Sent:
		o.purse.spent += s.Cost
	case !d.aside.IsZero() && s.Status != msg.Sent && d.aside.Equal(o.purse.month):
		o.purse.spent -= o.cost(d.Delivery)
	}
}
