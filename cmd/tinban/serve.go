package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/urfave/cli/v3"

	"tinban/eligibility"
	"tinban/msg"
	"tinban/simulator"
)

func serveCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "serve", Usage: "runs the service from a configuration file until it is told to stop",
		Flags: []cli.Flag{&cli.StringFlag{Name: "config", Usage: "configuration `FILE` (YAML)", Required: true}},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			cfg, err := readConfig(cmd.String("config"), w.getenv)
			if err != nil {
				return err
			}
			s, err := newService(cfg, eligibility.Date{}, slog.New(slog.NewJSONHandler(w.err, nil)))
			if err != nil {
				return err
			}
			return s.run(ctx, func() {
				fmt.Fprintf(w.out, "tinban serves on http://%s; /healthz, /readyz and /metrics tell how it is\n", s.listener.Addr())
			})
		},
	}
}

func demoCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "demo", Usage: "runs the whole service with two simulated phones in a page; needs no keys and no network",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "addr", Value: "127.0.0.1:8080", Usage: "serve the page on `HOST:PORT`"},
			&cli.StringFlag{Name: "data", Usage: "keep the store in `DIR` (default: a new one, deleted at the end)"},
			asOfFlag(asOfUsage), contentFlag(),
		},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			day, err := asOf(cmd)
			if err != nil {
				return err
			}
			cfg := defaults()
			cfg.Addr, cfg.Data, cfg.Content = cmd.String("addr"), cmd.String("data"), cmd.String("content")
			if cfg.Data == "" {
				if cfg.Data, err = os.MkdirTemp("", "tinban-demo-"); err != nil {
					return err
				}
				defer os.RemoveAll(cfg.Data)
			}
			if err := cfg.validate(); err != nil {
				return err
			}
			return runDemo(ctx, w, cfg, day)
		},
	}
}

// runDemo puts the simulator where real channels would be.
func runDemo(ctx context.Context, w world, cfg config, day eligibility.Date) error {
	var s *service
	sim := simulator.New(simulator.Config{
		Sink: func(ctx context.Context, in msg.Inbound) error { return s.bot.Receive(ctx, in) },
		Now:  now, PricePerPart: cfg.PricePerPart, Banner: demoBanner(day),
	})
	log := slog.New(slog.NewTextHandler(w.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := newService(cfg, day, log,
		channel{sim.SMS().Route(), sim.SMS()}, channel{sim.Chat().Route(), sim.Chat()})
	if err != nil {
		return err
	}
	s.mux.Handle("/", sim.Handler())
	return s.run(ctx, func() {
		// Registered last, so stopped first: an open page would hold up http.
		s.onStop("simulator", func(context.Context) error { sim.Close(); return nil })
		fmt.Fprintf(w.out, "open http://%s in a browser: a keypad phone and a chat; Ctrl-C ends it\n", s.listener.Addr())
	})
}

func demoBanner(day eligibility.Date) string {
	if day.IsZero() {
		return ""
	}
	return fmt.Sprintf("Trả lời như ngày %02d/%02d/%d", day.Day, int(day.Month), day.Year)
}
