package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/goccy/go-yaml"
)

// config is how a service runs: defaults, then the YAML file, then the
// environment.
type config struct {
	// Addr is where health, metrics and the pages are served.
	Addr string `yaml:"addr" env:"TINBAN_ADDR"`
	// Data is the folder of the store and of the socket "tinban inbox" uses.
	Data string `yaml:"data" env:"TINBAN_DATA"`
	// Content is a content folder; empty is the one built in.
	Content string `yaml:"content" env:"TINBAN_CONTENT"`
	// PricePerPart is what one SMS part costs, in đồng.
	PricePerPart int `yaml:"price_per_part" env:"TINBAN_PRICE_PER_PART"`
	// StopWithin bounds an orderly stop.
	StopWithin time.Duration `yaml:"stop_within" env:"TINBAN_STOP_WITHIN"`
}

func defaults() config {
	return config{Addr: "127.0.0.1:8080", Data: "data", PricePerPart: pricePerPart, StopWithin: 15 * time.Second}
}

// readConfig reads the file strictly: an unknown key is a mistake, shown with
// its line.
func readConfig(path string, getenv func(string) string) (config, error) {
	c := defaults()
	data, err := os.ReadFile(path)
	if err != nil {
		return c, usagef("the configuration %q cannot be read; docs/operate.md has one to start from", path)
	}
	if len(bytes.TrimSpace(data)) > 0 {
		if err := yaml.UnmarshalWithOptions(data, &c, yaml.Strict()); err != nil {
			return c, usagef("%s: %v", path, yaml.FormatError(err, false, true))
		}
	}
	if err := env.ParseWithOptions(&c, env.Options{Environment: environment(getenv)}); err != nil {
		return c, usagef("the environment: %v; correct the variable", err)
	}
	return c, c.validate()
}

// environment picks the variables there are, through the world's getenv.
func environment(getenv func(string) string) map[string]string {
	out := map[string]string{}
	for _, name := range []string{"TINBAN_ADDR", "TINBAN_DATA", "TINBAN_CONTENT", "TINBAN_PRICE_PER_PART", "TINBAN_STOP_WITHIN"} {
		if v := getenv(name); v != "" {
			out[name] = v
		}
	}
	return out
}

// validate says in sentences what cannot work.
func (c config) validate() error {
	var errs []error
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		errs = append(errs, fmt.Errorf("addr %q is not host:port; write it as 127.0.0.1:8080", c.Addr))
	}
	if c.Data == "" {
		errs = append(errs, errors.New("data is empty; name a folder that survives a restart"))
	}
	if c.PricePerPart < 0 {
		errs = append(errs, errors.New("price_per_part is below zero; give what one SMS costs, in đồng"))
	}
	if c.StopWithin <= 0 {
		errs = append(errs, errors.New("stop_within must be longer than nothing; 15s is usual"))
	}
	if err := errors.Join(errs...); err != nil {
		return usageError{err.Error()}
	}
	return nil
}
