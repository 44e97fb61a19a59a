package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"tinban/msg"
	"tinban/sms"
	"tinban/telegram"
)

// gatewayConfig is one way to SMS. Which fields it takes hangs on its type;
// secrets may be given as "file:PATH", or by the environment.
type gatewayConfig struct {
	Name string `yaml:"name"`
	Type string `yaml:"type"` // twilio, smsgate or kannel

	Class        msg.Class `yaml:"class"`          // twoway (default) or brandname
	PricePerPart *int      `yaml:"price_per_part"` // đồng; the service's own if not given
	PerHour      float64   `yaml:"per_hour"`       // most messages an hour; 0 is no limit
	Parts        int       `yaml:"parts"`          // longest message in SMS; 2 if not given
	Receives     *bool     `yaml:"receives"`       // a number that can be answered; true but for brandname
	Templates    bool      `yaml:"templates"`      // takes registered templates only

	URL      string `yaml:"url"`
	User     string `yaml:"user"`
	Password string `yaml:"password"`
	Key      string `yaml:"key"`    // smsgate: signs its webhooks
	Secret   string `yaml:"secret"` // kannel: shown by smsbox when it calls
	Back     string `yaml:"back"`   // kannel: where smsbox reaches us; this machine's addr if not given
	From     string `yaml:"from"`   // kannel, twilio: our number or name

	Account string `yaml:"account"` // twilio: AC…
	Token   string `yaml:"token"`
	Service string `yaml:"service"` // twilio: MG…, instead of from
}

// caps is what the gateway can do, as far as the configuration says.
func (g gatewayConfig) caps(price int) msg.Caps {
	c := msg.Caps{Class: g.Class, Rate: g.PerHour / 3600, Limit: g.Parts, Templates: g.Templates, PricePerPart: price}
	if c.Class == "" {
		c.Class = msg.TwoWay
	}
	if c.Limit == 0 {
		c.Limit = 2
	}
	c.Receives = c.Class == msg.TwoWay
	if g.Receives != nil {
		c.Receives = *g.Receives
	}
	if g.PricePerPart != nil {
		c.PricePerPart = *g.PricePerPart
	}
	return c
}

// needs lists, type by type, what must be given.
func (g gatewayConfig) needs() map[string]string {
	switch g.Type {
	case "twilio":
		return map[string]string{"account": g.Account, "token": g.Token, "from or service": g.From + g.Service}
	case "smsgate":
		return map[string]string{"url": g.URL, "user": g.User, "password": g.Password, "key": g.Key}
	case "kannel":
		return map[string]string{"url": g.URL, "user": g.User, "password": g.Password, "from": g.From, "secret": g.Secret}
	}
	return nil
}

func (g gatewayConfig) validate() error {
	needs := g.needs()
	if needs == nil {
		return fmt.Errorf("gateway %q has the type %q; it is one of twilio, smsgate, kannel", g.Name, g.Type)
	}
	var errs []error
	if g.Name == "" || strings.Trim(g.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		errs = append(errs, fmt.Errorf("gateway %q needs a name of small letters, digits and -: it becomes part of an address", g.Name))
	}
	for _, field := range sortedKeys(needs) {
		if needs[field] == "" {
			errs = append(errs, fmt.Errorf("gateway %q lacks %s; docs/configuration.md tells where to find it", g.Name, field))
		}
	}
	if g.Class != "" && g.Class != msg.TwoWay && g.Class != msg.Brandname {
		errs = append(errs, fmt.Errorf("gateway %q has the class %q; it is twoway or brandname", g.Name, g.Class))
	}
	if g.URL != "" && !webAddress(g.URL) {
		errs = append(errs, fmt.Errorf("gateway %q has the url %q; write it as http://127.0.0.1:13013", g.Name, g.URL))
	}
	if g.PerHour < 0 || g.Parts < 0 || g.PricePerPart != nil && *g.PricePerPart < 0 {
		errs = append(errs, fmt.Errorf("gateway %q has a number below zero", g.Name))
	}
	return errors.Join(errs...)
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// gateway makes one; nothing is called.
func (g gatewayConfig) gateway(price int, house sms.House) sms.Gateway {
	caps := g.caps(price)
	switch g.Type {
	case "twilio":
		return sms.NewTwilio(sms.TwilioConfig{Name: g.Name, URL: g.URL, Account: g.Account, Token: g.Token, From: g.From, Service: g.Service, Caps: caps}, house)
	case "smsgate":
		return sms.NewSMSGate(sms.SMSGateConfig{Name: g.Name, URL: g.URL, User: g.User, Password: g.Password, Key: g.Key, Caps: caps}, house)
	}
	return sms.NewKannel(sms.KannelConfig{Name: g.Name, URL: g.URL, User: g.User, Password: g.Password, From: g.From, Secret: g.Secret, Back: g.Back, Caps: caps}, house)
}

// telegram is the bot, or nil when there is none; nothing is called.
func (c config) telegram(house sms.House, log *slog.Logger) *telegram.Channel {
	if c.Telegram.Token == "" {
		return nil
	}
	return telegram.New(telegram.Config{
		Token: c.Telegram.Token, URL: c.Telegram.URL, Secret: c.Telegram.Secret, Public: c.Public, Name: telegramRoute,
		Client: house.Client, Now: house.Now, Sink: house.Sink, Log: log,
	})
}

// providers is the client all calls to providers are made with. A proxy is
// taken from the environment, as elsewhere.
func (c config) providers() *http.Client {
	return &http.Client{Timeout: c.CallWithin, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
