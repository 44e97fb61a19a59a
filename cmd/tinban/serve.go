package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/eligibility"
	"tinban/msg"
	"tinban/simulator"
	"tinban/sms"
	"tinban/staff"
)

func serveCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "serve", Usage: "runs the service from a configuration file until it is told to stop",
		Flags: []cli.Flag{configFlag()},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			cfg, err := readConfig(cmd.String("config"), w.getenv)
			if err != nil {
				return err
			}
			spareCollector(w.getenv)
			s, err := newServing(cfg, slog.New(slog.NewJSONHandler(w.err, nil)))
			if err != nil {
				return err
			}
			pages, code, err := s.openConsole(ctx)
			if err != nil {
				return errors.Join(err, s.shutdown())
			}
			s.mountTry(pages)
			s.mux.Handle("/", pages.Handler())
			return s.run(ctx, func() {
				if s.phones != nil { // stopped first: an open page would hold up http
					s.onStop("phones", func(context.Context) error { s.phones.Close(); return nil })
				}
				if cfg.Training {
					fmt.Fprintln(w.out, "TRAINING: messages reach linked members of staff only, no residents; \"training: false\" ends it")
				}
				fmt.Fprintf(w.out, "tinban serves on http://%s; /healthz, /readyz and /metrics tell how it is\n", s.listener.Addr())
				if code != "" {
					fmt.Fprintf(w.out, "nobody can sign in yet: open /bat-dau in a browser and give the code %s\n", staff.ShowCode(code))
				}
			})
		},
	}
}

// gcPercent lets the heap grow to three times what is in use between two
// collections: what is in use is mostly the library and the model, some 40 MB,
// and a message lives for a millisecond.
const gcPercent = 200

// spareCollector sets it, unless whoever runs the service has said otherwise.
func spareCollector(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// newServing is a service with the channels its configuration names.
func newServing(cfg config, log *slog.Logger) (*service, error) {
	var s *service
	house := sms.House{
		Sink:     sink(func(ctx context.Context, in msg.Inbound) error { return s.bot.Receive(ctx, in) }),
		Receipts: receipts(func(ctx context.Context, r msg.Receipt) error { return s.store.Receipt(ctx, r) }),
		Now:      now, Client: cfg.providers(), Public: cfg.Public,
	}
	var channels []channel
	var gateways []sms.Gateway
	for _, g := range cfg.Gateways {
		gateway := g.gateway(cfg.PricePerPart, house)
		gateways = append(gateways, gateway)
		channels = append(channels, channel{gateway.Name(), gateway})
	}
	bot := cfg.telegram(house, log)
	if bot != nil {
		channels = append(channels, channel{telegramRoute, bot})
	}
	for i, c := range channels {
		if cfg.Training {
			channels[i].sender = inTraining(c.sender, func(ctx context.Context, a msg.Address) (bool, error) { return s.isStaff(ctx, a) })
		}
	}
	var phones *simulator.Simulator
	if cfg.trying() {
		phones = newTryPhones(func() *service { return s }, cfg)
		channels = append(channels, tryChannels(phones)...)
	}
	s, err := newService(cfg, eligibility.Date{}, log, channels...)
	if err != nil {
		return nil, err
	}
	s.phones = phones
	if bot != nil {
		bot.Mount(s.mux)
		s.runs = append(s.runs, part{"telegram", bot.Run})
	}
	for _, g := range gateways {
		g.Mount(s.mux)
		if c, ok := g.(sms.Catcher); ok {
			s.catchers = append(s.catchers, catcher{g.Name(), c})
		}
	}
	return s, nil
}

type sink func(context.Context, msg.Inbound) error

// Receive implements msg.Sink.
func (f sink) Receive(ctx context.Context, in msg.Inbound) error { return f(ctx, in) }

type receipts func(context.Context, msg.Receipt) error

// Receipt implements sms.Receipts.
func (f receipts) Receipt(ctx context.Context, r msg.Receipt) error { return f(ctx, r) }

// catcher is a gateway that can fetch what came while nobody listened.
type catcher struct {
	name string
	sms.Catcher
}

// catchUpBack is how far back a start fetches; what was stored is refused by
// its ref.
const catchUpBack = 48 * time.Hour

// catchUp asks each provider once. One that cannot be reached is asked at the
// next start.
func (s *service) catchUp(ctx context.Context) error {
	for _, c := range s.catchers {
		if err := c.CatchUp(ctx, s.cfg.now().Add(-catchUpBack)); err != nil && ctx.Err() == nil {
			s.log.Warn("what came in while nobody listened could not be fetched", "gateway", c.name, "err", err)
		}
	}
	return nil
}
