package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"tinban/bot"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/outbox"
	"tinban/person"
	"tinban/simulator"
	"tinban/sms"
	"tinban/store"
	"tinban/store/bolt"
	"tinban/ticket"
)

// channel is one way in and out, as the wiring sees it.
type channel struct {
	name   string
	sender outbox.Sender
}

// service is the whole program, running. demo and serve make it by the same
// constructor and differ in their channels only.
type service struct {
	cfg      config
	log      *slog.Logger
	say      locales.Catalogue
	know     atomic.Pointer[bot.Knowledge]
	store    store.Store
	marks    *person.Marker
	strange  bool // the marks in the store are of another key
	board    *notice.Board
	bot      *bot.Bot
	outbox   *outbox.Outbox
	mux      *http.ServeMux
	stops    []stop
	failed   chan error
	listener net.Listener
	catchers []catcher
	channels []channel
	runs     []part
	phones   *simulator.Simulator // to try it with; nil where there are none
	started  time.Time
}

// part is something that goes on until the service stops.
type part struct {
	name string
	run  func(context.Context) error
}

// stop is one part of an orderly stop, by name.
type stop struct {
	name string
	run  func(context.Context) error
}

// newService loads content and opens the store; nothing runs yet.
func newService(cfg config, day eligibility.Date, log *slog.Logger, channels ...channel) (*service, error) {
	know, err := cfg.knowledge()
	if err != nil {
		return nil, err
	}
	say, err := locales.Load()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be made: %w", cfg.Data, err)
	}
	s := &service{cfg: cfg, log: log, say: say, channels: channels, mux: http.NewServeMux(), started: cfg.now(), failed: make(chan error, 4)}
	s.know.Store(know)
	options := []bolt.Option{bolt.Clock(cfg.now)}
	if cfg.filling {
		options = append(options, bolt.Unsynced())
	}
	db, err := bolt.Open(filepath.Join(cfg.Data, storeFile), options...)
	if err != nil {
		return nil, err
	}
	s.store = db
	s.onStop("store", func(context.Context) error { return db.Close() })

	if s.marks, err = openMarks(cfg); err == nil {
		err = s.probeMarks(context.Background())
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	metrics := prometheus.NewRegistry()
	count := newCounter(metrics)
	senders := map[string]outbox.Sender{}
	for _, c := range channels {
		senders[c.name] = c.sender
	}
	s.board = s.newBoard(channels)
	s.outbox, err = outbox.New(outbox.Config{
		Store: db, Routes: senders, Now: cfg.now, Logger: log, Metrics: count, Budget: cfg.Budget,
		Quiet: outbox.Night(20*time.Hour, 7*time.Hour, hue), Gate: notice.NewGate(db, cfg.now).Ask,
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	days, err := ticket.NewCalendar(cfg.Days.Off, cfg.Days.Worked)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.bot = bot.New(bot.Config{
		Knowledge: s.know.Load,
		Inbox:     db, Caps: capsOf(senders), Number: sms.Number, Marks: s.marks, Notices: s.board, Days: days, Say: say, Now: cfg.now, AsOf: day,
		Wake: s.outbox.Wake, Count: count, Log: log,
	})
	metrics.MustRegister(gauges{s})
	s.routes(metrics)
	return s, nil
}

func capsOf(senders map[string]outbox.Sender) func(string) (msg.Caps, bool) {
	return func(route string) (msg.Caps, bool) {
		sender, ok := senders[route]
		if !ok {
			return msg.Caps{}, false
		}
		return sender.Caps(), true
	}
}

func (s *service) onStop(name string, run func(context.Context) error) {
	s.stops = append(s.stops, stop{name, run})
}

// routes are the pages every service has.
func (s *service) routes(metrics *prometheus.Registry) {
	s.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	s.mux.HandleFunc("GET /readyz", s.readyz)
	s.mux.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
}

// readyz: a message that came now could be stored.
func (s *service) readyz(w http.ResponseWriter, r *http.Request) {
	if err := s.store.Ready(r.Context()); err != nil {
		s.log.Warn("not ready", "err", err)
		http.Error(w, "not ready: the store takes no message", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}

// start begins sending, sweeping and serving, in this order.
func (s *service) start(ctx context.Context) error {
	s.background("outbox", s.outbox.Run)
	s.background("sweep", s.sweep)
	s.background("errands", s.everyMinute)
	s.background("notices", s.sendNotices)
	s.background("content", s.reloads)
	s.background("catching up", s.catchUp)
	s.background("backups", s.backups)
	for _, p := range s.runs {
		s.background(p.name, p.run)
	}
	if err := s.serveAdmin(); err != nil {
		return err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", s.cfg.Addr)
	if err != nil {
		return fmt.Errorf("nothing can be served on %s: %w; is another one running there?", s.cfg.Addr, err)
	}
	s.listener = ln
	s.serveHTTP("http", ln, s.mux)
	return nil
}

func (s *service) serveHTTP(name string, ln net.Listener, h http.Handler) {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	go func() {
		if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("%s: %w", name, err)
		}
	}()
	s.onStop(name, srv.Shutdown)
}

// background runs a part until the service stops.
func (s *service) background(name string, run func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			s.failed <- fmt.Errorf("%s: %w", name, err)
		}
	}()
	s.onStop(name, func(ctx context.Context) error {
		cancel()
		select {
		case <-done:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

// sweep deletes what must not be kept, every hour.
func (s *service) sweep(ctx context.Context) error {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if _, err := s.store.Sweep(ctx, s.cfg.now()); err != nil && ctx.Err() == nil {
			s.log.Error("old records were not deleted; trying again in an hour", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// run starts, waits for the end or a failure, and stops in reverse order.
func (s *service) run(ctx context.Context, started func()) error {
	err := s.start(ctx)
	if err == nil {
		started()
		select {
		case <-ctx.Done():
		case err = <-s.failed:
		}
	}
	return errors.Join(err, s.shutdown())
}

func (s *service) shutdown() error {
	ctx, cancel := context.WithTimeout(context.Background(), s.cfg.StopWithin)
	defer cancel()
	var errs []error
	for i := len(s.stops) - 1; i >= 0; i-- {
		if err := s.stops[i].run(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stopping %s: %w", s.stops[i].name, err))
		}
	}
	return errors.Join(errs...)
}

// counter is what an operator watches.
type counter struct{ inbound, outbound, parts, cost *prometheus.CounterVec }

func newCounter(reg prometheus.Registerer) *counter {
	c := &counter{
		inbound: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tinban_inbound_total", Help: "Messages that came in, by what became of them.",
		}, []string{"outcome"}),
		outbound: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tinban_outbound_total", Help: "Messages taken in hand to send, by route and outcome.",
		}, []string{"route", "outcome"}),
		parts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tinban_sms_parts_total", Help: "SMS that were sent, by route.",
		}, []string{"route"}),
		cost: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tinban_cost_dong_total", Help: "What was sent cost, in dong, by route.",
		}, []string{"route"}),
	}
	reg.MustRegister(c.inbound, c.outbound, c.parts, c.cost)
	return c
}

// Inbound implements bot.Counter.
func (c *counter) Inbound(outcome string) { c.inbound.WithLabelValues(outcome).Inc() }

// Paid implements outbox.Metrics.
func (c *counter) Paid(route string, parts, cost int) {
	c.parts.WithLabelValues(route).Add(float64(parts))
	c.cost.WithLabelValues(route).Add(float64(cost))
}

// Count implements outbox.Metrics.
func (c *counter) Count(what outbox.Outcome, route string) {
	c.outbound.WithLabelValues(route, string(what)).Inc()
}
