package telegram

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace keeps to what Telegram allows a single chat. The outbox sends to one
// chat one message after the other, so that nobody waits here for long.
type pace struct {
	mu    sync.Mutex
	chats map[int64]*rate.Limiter
}

// A person gets a message a second, with short bursts. A group gets 20 a
// minute: 5 at once and 15 in the minute after.
const (
	personBurst = 3
	groupEvery  = 4 * time.Second
	groupBurst  = 5
)

// wait waits for a chat's turn; false says that ctx would end before.
func (p *pace) wait(ctx context.Context, chat int64, now time.Time) bool {
	turn := p.limiter(chat, now).ReserveN(now, 1)
	d := turn.DelayFrom(now)
	if d == 0 {
		return ctx.Err() == nil
	}
	if end, ok := ctx.Deadline(); ok && end.Before(now.Add(d)) || !pause(ctx, d) {
		turn.CancelAt(now)
		return false
	}
	return true
}

func (p *pace) limiter(chat int64, now time.Time) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l, ok := p.chats[chat]; ok {
		return l
	}
	if p.chats == nil {
		p.chats = map[int64]*rate.Limiter{}
	}
	if len(p.chats) >= most {
		p.forget(now)
	}
	l := rate.NewLimiter(1, personBurst)
	if chat < 0 {
		l = rate.NewLimiter(rate.Every(groupEvery), groupBurst)
	}
	p.chats[chat] = l
	return l
}

// forget drops those who have their full burst again: a new one is the same.
func (p *pace) forget(now time.Time) {
	for chat, l := range p.chats {
		if l.TokensAt(now) >= float64(l.Burst()) {
			delete(p.chats, chat)
		}
	}
}

// recent remembers the last of what it was told. After a restart it knows
// nothing, which costs an old message its buttons being taken away.
type recent[K comparable, V any] struct {
	mu   sync.Mutex
	held map[K]V
	keys []K // oldest first
}

func (r *recent[K, V]) put(k K, v V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held == nil {
		r.held = map[K]V{}
	}
	if _, known := r.held[k]; !known {
		r.keys = append(r.keys, k)
	}
	r.held[k] = v
	if len(r.keys) > most {
		delete(r.held, r.keys[0])
		r.keys = r.keys[1:]
	}
}

func (r *recent[K, V]) get(k K) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.held[k]
	return v, ok
}
