package console

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits on those who try to sign in. Accounts have their own lock, in staff;
// this keeps one machine from locking all of them, or from keeping ours busy.
const (
	triesPerMinute = 20
	forgetAfter    = 10 * time.Minute
	hashesAtOnce   = 2
)

// limiter counts tries by where they come from.
type limiter struct {
	now    func() time.Time
	mu     sync.Mutex
	from   map[string]*visitor
	hashes chan struct{}
}

type visitor struct {
	*rate.Limiter
	seen time.Time
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, from: map[string]*visitor{}, hashes: make(chan struct{}, hashesAtOnce)}
}

// allow reports whether another try is in order.
func (l *limiter) allow(r *http.Request) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, where := l.now(), caller(r)
	for k, v := range l.from {
		if now.Sub(v.seen) > forgetAfter {
			delete(l.from, k)
		}
	}
	v := l.from[where]
	if v == nil {
		v = &visitor{Limiter: rate.NewLimiter(rate.Every(time.Minute/triesPerMinute), triesPerMinute)}
		l.from[where] = v
	}
	v.seen = now
	return v.AllowN(now, 1)
}

// hash waits for its turn to do something slow; call what it returns after.
func (l *limiter) hash() (done func()) {
	l.hashes <- struct{}{}
	return func() { <-l.hashes }
}

// caller is where a request comes from. Behind a proxy on this machine it is
// what the proxy says.
func caller(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		if said := r.Header.Get("X-Forwarded-For"); said != "" {
			hops := strings.Split(said, ",")
			return strings.TrimSpace(hops[len(hops)-1])
		}
	}
	return host
}
