package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v3"

	"tinban/eligibility"
	"tinban/msg"
	"tinban/simulator"
	"tinban/staff"
)

func demoCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "demo", Usage: "runs the whole service with two simulated phones and a sample town; needs no keys and no network",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "addr", Value: "127.0.0.1:8080", Usage: "serve the pages on `HOST:PORT`"},
			&cli.StringFlag{Name: "data", Usage: "keep the store in `DIR` (default: a new one, deleted at the end)"},
			&cli.BoolFlag{Name: "empty", Usage: "begin without the sample town: nobody has written, nobody works here"},
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
			spareCollector(w.getenv)
			return runDemo(ctx, w, cfg, demo{day: day, empty: cmd.Bool("empty")})
		},
	}
}

// demo is what a demonstration shows.
type demo struct {
	day   eligibility.Date // content is read as of it; zero is today
	empty bool             // without the sample town
}

// runDemo puts the simulator where real channels would be.
func runDemo(ctx context.Context, w world, cfg config, d demo) error {
	var s *service
	cfg.Reach = reachConfig{SMS: "0900 000 000", Telegram: "tinban_mau_bot"} // nobody's
	sim := simulator.New(simulator.Config{
		Sink: func(ctx context.Context, in msg.Inbound) error { return s.bot.Receive(ctx, in) },
		Now:  now, PricePerPart: cfg.PricePerPart, Banner: demoBanner(d.day),
	})
	town := newVillagers(sim, func(ctx context.Context, r msg.Receipt) error { return s.store.Receipt(ctx, r) })
	log := slog.New(slog.NewTextHandler(w.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	var err error
	if cfg.know, err = loadKnowledge(cfg.Content); err != nil { // once, for the town and the demo
		return err
	}
	if err = d.fill(ctx, cfg, town, log); err != nil {
		return err
	}
	s, err = newService(cfg, d.day, log, town.channels()...)
	if err != nil {
		return err
	}
	s.phones = sim
	s.runs = append(s.runs, part{"sample phones", town.run})
	pages, code, err := s.openConsole(ctx)
	if err != nil {
		return errors.Join(err, s.shutdown())
	}
	s.mux.Handle("/thu/", http.StripPrefix("/thu", sim.Handler()))
	s.mux.Handle("/", pages.Handler())
	return s.run(ctx, func() {
		// Registered last, so stopped first: an open page would hold up http.
		s.onStop("simulator", func(context.Context) error { sim.Close(); return nil })
		s.welcome(ctx, w, code)
	})
}

// fill makes the sample town, in a store that is new.
func (d demo) fill(ctx context.Context, cfg config, town *villagers, log *slog.Logger) error {
	path := filepath.Join(cfg.Data, storeFile)
	if _, err := os.Stat(path); err == nil || d.empty {
		return nil
	}
	if err := fillTown(ctx, cfg, log, town.channels()); err != nil {
		return errors.Join(fmt.Errorf("the sample town could not be made: %w; \"tinban demo --empty\" begins without it", err), os.Remove(path))
	}
	return nil
}

// welcome says where to go, and as whom.
func (s *service) welcome(ctx context.Context, w world, code string) {
	at := s.listener.Addr()
	text := fmt.Sprintf("open http://%[1]s/thu/ in a browser: a keypad phone and a chat; http://%[1]s/vao: what staff see; Ctrl-C ends it\n", at)
	if code != "" {
		text += fmt.Sprintf("nobody can sign in yet: open /bat-dau and give the code %s\n", staff.ShowCode(code))
	} else {
		text += s.sampleAccounts(ctx)
	}
	text += fmt.Sprintf("first visit: open http://%s/viec?lan-dau=1\n", at)
	fmt.Fprint(w.out, text)
}

func demoBanner(day eligibility.Date) string {
	if day.IsZero() {
		return ""
	}
	return fmt.Sprintf("Trả lời như ngày %02d/%02d/%d", day.Day, int(day.Month), day.Year)
}
