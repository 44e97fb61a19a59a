package console

import (
	"time"

	"tinban/locales"
	"tinban/msg"
)

// channelsPage is how each gateway is and what it costs.
type channelsPage struct {
	Routes  []Route
	Waiting int
	Oldest  time.Duration
	Late    bool
	Total   int // đồng, this month
}

// lateReply is how long a reply may wait before the page turns red.
const lateReply = 2 * time.Minute

func (q *request) channels() (answer, error) {
	h, err := q.c.cfg.Health(q.ctx())
	if err != nil {
		return answer{}, err
	}
	p := channelsPage{Routes: h.Routes, Waiting: h.Waiting, Oldest: h.Oldest.Round(time.Second), Late: h.Oldest > lateReply}
	for _, r := range h.Routes {
		p.Total += r.Month.Cost
	}
	return show("kenh", locales.TitleChannels, p), nil
}

// Chat reports whether a gateway shows buttons.
func (r Route) Chat() bool { return r.Caps.Kind == msg.Chat }

// Hourly is how many messages it takes an hour; 0 is no limit.
func (r Route) Hourly() int { return int(r.Caps.Rate * 3600) }

// healthPage is whether the service would survive the night.
type healthPage struct {
	Health
	Size    string
	Old     bool // the last copy is older than a day, or there is none
	Running time.Duration
}

// oldBackup is when a copy is too old.
const oldBackup = 26 * time.Hour

// stale reports whether copies are made and the last is too old; a service that
// has just begun has time for its first.
func (h Health) stale(now time.Time) bool {
	last := h.Backup
	if last.IsZero() {
		last = h.Started
	}
	return h.BackupOn && now.Sub(last) > oldBackup
}

func (q *request) health() (answer, error) {
	h, err := q.c.cfg.Health(q.ctx())
	if err != nil {
		return answer{}, err
	}
	p := healthPage{Health: h, Size: megabytes(h.StoreBytes), Running: q.now.Sub(h.Started).Round(time.Minute)}
	p.Old = h.stale(q.now)
	return show("suc-khoe", locales.TitleHealth, p), nil
}

func megabytes(n int64) string {
	const mega = 1 << 20
	return grouped(int((n+mega-1)/mega)) + " MB"
}
