package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/goccy/go-yaml"

	"tinban/bot"
	"tinban/ticket"
)

// config is how a service runs: defaults, then the YAML file, then the
// environment.
type config struct {
	// Addr is where health, metrics and the pages are served.
	Addr string `yaml:"addr" env:"TINBAN_ADDR"`
	// Public is where the world reaches Addr: providers call it.
	Public string `yaml:"public" env:"TINBAN_PUBLIC"`
	// Data is the folder of the store and of the socket the terminal uses.
	Data string `yaml:"data" env:"TINBAN_DATA"`
	// Content is a content folder; empty is the one built in.
	Content string `yaml:"content" env:"TINBAN_CONTENT"`
	// PricePerPart is what one SMS part costs, in đồng.
	PricePerPart int `yaml:"price_per_part" env:"TINBAN_PRICE_PER_PART"`
	// Budget is what a month's SMS may cost before notices stop, in đồng.
	Budget int `yaml:"budget_per_month" env:"TINBAN_BUDGET_PER_MONTH"`
	// CallWithin bounds one call to a provider.
	CallWithin time.Duration `yaml:"call_within" env:"TINBAN_CALL_WITHIN"`
	// StopWithin bounds an orderly stop.
	StopWithin time.Duration `yaml:"stop_within" env:"TINBAN_STOP_WITHIN"`

	// Training: gateways are called for staff only.
	Training bool `yaml:"training" env:"TINBAN_TRAINING"`
	// TryPage serves staff the two phones to try it with.
	TryPage bool `yaml:"try_page" env:"TINBAN_TRY_PAGE"`

	Reach    reachConfig     `yaml:"reach"`
	Telegram telegramConfig  `yaml:"telegram"`
	Gateways []gatewayConfig `yaml:"gateways"`
	Backup   backupConfig    `yaml:"backup"`
	Keys     keysConfig      `yaml:"keys"`
	Notices  noticeConfig    `yaml:"notices"`
	Days     daysConfig      `yaml:"days"`

	now     func() time.Time // the clock; tests move it
	random  io.Reader        // what codes are drawn from; tests fix it
	filling bool             // a new store is being filled: see bolt.Unsynced
	know    *bot.Knowledge   // content that is loaded already; nil loads it
}

// daysConfig are days on which staff are off, or work a Saturday instead, that
// were announced after this program was made.
type daysConfig struct {
	Off    []string `yaml:"off"`
	Worked []string `yaml:"worked"`
}

// telegramConfig is the bot; without a token there is none.
type telegramConfig struct {
	Token  string `yaml:"token"`
	Secret string `yaml:"secret"` // given: Telegram calls us; else we ask it
	URL    string `yaml:"url"`    // of the API where it is not Telegram's own
}

// keysConfig are keys that are kept outside the store, so that whoever has a
// copy of the store does not have them.
type keysConfig struct {
	Mark string `yaml:"mark"` // of the do-not-send marks; empty: mark.key in the data folder
}

// backupConfig is when and where copies of the store are made.
type backupConfig struct {
	To    []string      `yaml:"to"`    // age recipients who can open them
	Dir   string        `yaml:"dir"`   // a folder on another disk, best
	Every time.Duration `yaml:"every"` // 24h if not given
	Keep  int           `yaml:"keep"`  // 14 if not given
}

func defaults() config {
	return config{now: now, random: rand.Reader, Addr: "127.0.0.1:8080", Data: "data", PricePerPart: pricePerPart, CallWithin: 20 * time.Second, StopWithin: 15 * time.Second,
		Backup: backupConfig{Every: 24 * time.Hour, Keep: 14}}
}

// readConfig reads the file strictly: an unknown key is a mistake, shown with
// its line.
func readConfig(path string, getenv func(string) string) (config, error) {
	c := defaults()
	data, err := os.ReadFile(path)
	if err != nil {
		return c, usagef("the configuration %q cannot be read; docs/configuration.md has one to start from", path)
	}
	if len(bytes.TrimSpace(data)) > 0 {
		if err := yaml.UnmarshalWithOptions(data, &c, yaml.Strict()); err != nil {
			return c, usagef("%s: %v", path, yaml.FormatError(err, false, true))
		}
	}
	if err := env.ParseWithOptions(&c, env.Options{Environment: environment(getenv)}); err != nil {
		return c, usagef("the environment: %v; correct the variable", err)
	}
	if err := c.takeSecrets(getenv); err != nil {
		return c, err
	}
	c.Public = strings.TrimSuffix(c.Public, "/")
	c.Reach.Telegram = strings.TrimPrefix(c.Reach.Telegram, "@")
	if c.Reach.SMS == "" {
		c.Reach.SMS = c.Notices.Number
	}
	for i := range c.Gateways {
		if c.Gateways[i].Back == "" {
			c.Gateways[i].Back = "http://" + c.Addr // smsbox runs beside us
		}
	}
	return c, c.validate()
}

// environment picks the variables there are, through the world's getenv.
func environment(getenv func(string) string) map[string]string {
	out := map[string]string{}
	for _, name := range []string{
		"TINBAN_ADDR", "TINBAN_PUBLIC", "TINBAN_DATA", "TINBAN_CONTENT", "TINBAN_PRICE_PER_PART", "TINBAN_BUDGET_PER_MONTH", "TINBAN_CALL_WITHIN", "TINBAN_STOP_WITHIN", "TINBAN_TRAINING", "TINBAN_TRY_PAGE",
	} {
		if v := getenv(name); v != "" {
			out[name] = v
		}
	}
	return out
}

// secrets are the fields that must not lie in a file anybody may read, by the
// variable each may come from.
func (c *config) secrets() map[string]*string {
	out := map[string]*string{"TINBAN_TELEGRAM_TOKEN": &c.Telegram.Token, "TINBAN_TELEGRAM_SECRET": &c.Telegram.Secret, "TINBAN_MARK_KEY": &c.Keys.Mark}
	for i := range c.Gateways {
		g := &c.Gateways[i]
		prefix := "TINBAN_GATEWAY_" + strings.ToUpper(strings.ReplaceAll(g.Name, "-", "_")) + "_"
		maps.Copy(out, map[string]*string{prefix + "PASSWORD": &g.Password, prefix + "KEY": &g.Key, prefix + "SECRET": &g.Secret, prefix + "TOKEN": &g.Token})
	}
	return out
}

// takeSecrets fills in what a variable, the file a variable names (…_FILE), or
// "file:PATH" in the configuration gives.
func (c *config) takeSecrets(getenv func(string) string) error {
	for name, field := range c.secrets() {
		value, file := getenv(name), getenv(name+"_FILE")
		if value != "" {
			*field = value
			continue
		}
		if path, ok := strings.CutPrefix(*field, "file:"); ok && file == "" {
			file = path
		}
		if file == "" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return usagef("the secret for %s cannot be read from %q: is the path right, and may this user read it?", name, file)
		}
		*field = strings.TrimSpace(string(data))
	}
	return nil
}

// validate says in sentences what cannot work.
func (c config) validate() error {
	var errs []error
	say := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		say("addr %q is not host:port; write it as 127.0.0.1:8080", c.Addr)
	}
	if c.Data == "" {
		say("data is empty; name a folder that survives a restart")
	}
	if c.PricePerPart < 0 {
		say("price_per_part is below zero; give what one SMS costs, in đồng")
	}
	if c.Budget < 0 {
		say("budget_per_month is below zero; give đồng, or 0 for no limit")
	}
	if c.CallWithin <= 0 || c.CallWithin > 25*time.Second {
		say("call_within must lie between nothing and 25s; 20s is usual")
	}
	if c.StopWithin <= 0 {
		say("stop_within must be longer than nothing; 15s is usual")
	}
	errs = append(errs, c.validateChannels()...)
	errs = append(errs, c.Reach.validate()...)
	errs = append(errs, c.Backup.validate()...)
	errs = append(errs, c.Notices.validate(c.Gateways)...)
	if _, err := ticket.NewCalendar(c.Days.Off, c.Days.Worked); err != nil {
		say("days: %v", err)
	}
	if k := c.Keys.Mark; k != "" && len(k) < minMarkKey {
		say("keys: mark has %d letters; give %d random ones at least, as \"openssl rand -hex 32\" prints them", len(k), minMarkKey)
	}
	if err := errors.Join(errs...); err != nil {
		return usageError{err.Error()}
	}
	return nil
}

func (c config) validateChannels() (errs []error) {
	if c.Public != "" && !webAddress(c.Public) {
		errs = append(errs, fmt.Errorf("public %q is no address; write it as https://tinban.example.vn", c.Public))
	}
	if c.Public == "" && (len(c.Gateways) > 0 || c.Telegram.Secret != "") {
		errs = append(errs, errors.New("public is empty; providers must be told where to call, as https://tinban.example.vn"))
	}
	names := map[string]bool{telegramRoute: true}
	for _, g := range c.Gateways {
		errs = append(errs, g.validate())
		if names[g.Name] {
			errs = append(errs, fmt.Errorf("two channels are named %q; rename one", g.Name))
		}
		names[g.Name] = true
	}
	return append(errs, c.Telegram.validate()...)
}

func (t telegramConfig) validate() (errs []error) {
	if s := t.Secret; s != "" && (len(s) > 256 || strings.Trim(s, secretLetters) != "") {
		errs = append(errs, errors.New("telegram: secret takes 1 to 256 letters, digits, _ and -"))
	}
	if t.Token != "" && !strings.Contains(t.Token, ":") {
		errs = append(errs, errors.New("telegram: the token has a colon in its middle; copy all of what BotFather gave"))
	}
	return errs
}

const secretLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

// telegramRoute is the name of the Telegram channel.
const telegramRoute = "telegram"

func (b backupConfig) validate() (errs []error) {
	if b.Dir == "" && len(b.To) == 0 {
		return nil
	}
	if b.Dir == "" {
		errs = append(errs, errors.New("backup: dir is empty; name a folder, on another disk if there is one"))
	}
	if len(b.To) == 0 {
		errs = append(errs, errors.New("backup: to is empty; give an age recipient (age1…), its key kept elsewhere opens the copies"))
	}
	if b.Every < time.Minute || b.Keep < 1 {
		errs = append(errs, errors.New("backup: every must be a minute at least and keep one copy at least; 24h and 14 are usual"))
	}
	return errs
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
