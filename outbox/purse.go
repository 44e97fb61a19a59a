package outbox

import (
	"context"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

// purse knows what this month has cost. Replies are always sent: a resident
// who asked gets the answer. Notices stop where the month's budget ends.
type purse struct {
	mu    sync.Mutex
	month time.Time // its first day; zero before anything is known
	spent int
}

// cost is what a message takes on its route.
func (o *Outbox) cost(d store.Delivery) int {
	r, ok := o.routes[d.Route]
	if !ok {
		return 0
	}
	return d.Parts * r.caps.PricePerPart
}

// affordable reports whether the budget has room for a message. What has been
// spent is read from the store once a month and after a start.
func (o *Outbox) affordable(ctx context.Context, d store.Delivery) bool {
	if o.cfg.Budget <= 0 || d.Lane != msg.Notice {
		return true
	}
	o.purse.mu.Lock()
	defer o.purse.mu.Unlock()
	now := o.cfg.Now()
	if first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location()); !first.Equal(o.purse.month) {
		sums, err := o.cfg.Store.Spent(ctx, now)
		if err != nil {
			o.cfg.Logger.Error("outbox: what this month cost could not be read; notices wait", "error", err)
			return false
		}
		o.purse.month, o.purse.spent = first, 0
		for _, s := range sums {
			o.purse.spent += s.Cost
		}
	}
	return o.purse.spent+o.cost(d) <= o.cfg.Budget
}

func (p *purse) pay(cost int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spent += cost
}
