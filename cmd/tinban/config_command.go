package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/sms"
)

func configFlag() cli.Flag {
	return &cli.StringFlag{Name: "config", Usage: "configuration `FILE` (YAML)", Required: true}
}

// configCommand looks at a configuration without starting anything.
func configCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "config", Usage: "looks at a configuration",
		Action: func(context.Context, *cli.Command) error {
			return usagef("config check FILE? \"tinban config --help\" shows it")
		},
		Commands: []*cli.Command{{
			Name: "check", Usage: "says in sentences what is wrong with a configuration, or what it sets up", ArgsUsage: "FILE",
			Action: func(_ context.Context, cmd *cli.Command) error {
				if cmd.Args().Len() != 1 {
					return usagef("check which configuration? tinban config check tinban.yaml")
				}
				cfg, err := readConfig(cmd.Args().First(), w.getenv)
				if err != nil {
					return err
				}
				for _, line := range cfg.summary() {
					fmt.Fprintln(w.out, line)
				}
				return nil
			},
		}},
	}
}

// summary says what a configuration sets up; secrets are not in it.
func (c config) summary() []string {
	lines := []string{fmt.Sprintf("fine: serves on %s, keeps its data in %s", c.Addr, c.Data)}
	if c.Public != "" {
		lines = append(lines, "providers call "+c.Public)
	}
	if c.Content != "" {
		lines = append(lines, "content from "+c.Content)
	}
	switch {
	case c.Telegram.Token != "" && c.Telegram.Secret != "":
		lines = append(lines, "telegram: Telegram calls us")
	case c.Telegram.Token != "":
		lines = append(lines, "telegram: we ask Telegram")
	}
	for _, g := range c.Gateways {
		caps := g.caps(c.PricePerPart)
		ways := "sends only"
		if caps.Receives {
			ways = "sends and receives"
		}
		lines = append(lines, fmt.Sprintf("%s: %s, %s, %s, %d đồng an SMS", g.Name, g.Type, caps.Class, ways, caps.PricePerPart))
	}
	if c.Telegram.Token == "" && len(c.Gateways) == 0 {
		lines = append(lines, "no channel yet: nobody can write to it; docs/configuration.md shows how to add one")
	}
	if c.Budget > 0 {
		lines = append(lines, fmt.Sprintf("notices stop at %d đồng a month", c.Budget))
	}
	if c.Backup.Dir != "" {
		lines = append(lines, fmt.Sprintf("a copy every %v to %s, %d kept", c.Backup.Every, c.Backup.Dir, c.Backup.Keep))
	} else {
		lines = append(lines, "no backups: a broken disk loses everything; docs/configuration.md shows how to set them up")
	}
	return lines
}

// channelCommand tries a channel's set-up against the real provider.
func channelCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "channel", Usage: "tries the set-up of a channel",
		Action: func(context.Context, *cli.Command) error {
			return usagef("channel test NAME? \"tinban channel --help\" shows it")
		},
		Commands: []*cli.Command{{
			Name: "test", Usage: "proves that a provider takes our set-up, or says what is wrong; sends nothing to anybody",
			ArgsUsage: "NAME", Flags: []cli.Flag{configFlag()},
			Action: func(ctx context.Context, cmd *cli.Command) error {
				if cmd.Args().Len() != 1 {
					return usagef("test which channel? tinban channel test --config tinban.yaml NAME")
				}
				cfg, err := readConfig(cmd.String("config"), w.getenv)
				if err != nil {
					return err
				}
				return testChannel(ctx, w, cfg, cmd.Args().First())
			},
		}},
	}
}

// tester is what every channel can do with its set-up.
type tester interface {
	Test(ctx context.Context) error
}

// testers are the channels of a configuration, by name.
func (c config) testers() map[string]tester {
	house := sms.House{Now: now, Client: c.providers(), Public: c.Public}
	all := map[string]tester{}
	for _, g := range c.Gateways {
		all[g.Name] = g.gateway(c.PricePerPart, house)
	}
	if bot := c.telegram(house, nil); bot != nil {
		all[telegramRoute] = bot
	}
	return all
}

// testTimeout bounds one try.
const testTimeout = 30 * time.Second

func testChannel(ctx context.Context, w world, cfg config, name string) error {
	all := cfg.testers()
	t, ok := all[name]
	if !ok {
		return usagef("there is no channel %q in the configuration; there are: %s", name, strings.Join(sortedKeys(all), ", "))
	}
	ctx, cancel := context.WithTimeout(ctx, testTimeout)
	defer cancel()
	if err := t.Test(ctx); err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return fmt.Errorf("%s: no answer within %v; is the network open to it?", name, testTimeout)
		}
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(w.out, "%s: works\n", name)
	return nil
}
