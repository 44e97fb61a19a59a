package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Test proves the set-up without writing to anybody. Its error says in words
// what is wrong and what to do.
func (c *Channel) Test(ctx context.Context) error {
	if why := c.learn(ctx); why != nil {
		return explain(why)
	}
	info, why := c.webhookInfo(ctx)
	switch {
	case why != nil:
		return explain(why)
	case c.cfg.Secret == "" && info.URL == "":
		return nil
	case c.cfg.Secret == "":
		return fmt.Errorf("telegram calls %s for this bot, so that it cannot be polled: stop the service that runs there, or give that one another bot; "+
			"if it is this service's own former address, give public so that it is taken back", host(info.URL))
	case !strings.HasPrefix(c.cfg.Public, "https://"):
		return errors.New("telegram calls https addresses only: public must begin with https://, or leave secret out to poll")
	case info.URL == "":
		return nil // it is set when the service runs
	case info.URL != c.webhookURL():
		return fmt.Errorf("telegram calls %s for this bot, not %s: another service uses the same bot, or this one has not been started since public was changed",
			host(info.URL), host(c.webhookURL()))
	case info.LastErrorMessage != "" && info.PendingUpdateCount > 0:
		return fmt.Errorf("telegram calls us, and %d messages wait because it was told: %s. Look at the proxy before this service, its certificate, and whether secret was changed without a restart",
			info.PendingUpdateCount, c.redact(info.LastErrorMessage))
	}
	return nil
}

// explain puts a refusal into words.
func explain(why *refusal) error {
	switch why.Code {
	case "token":
		return errors.New("telegram refuses the token: copy all of what BotFather gave, the number, the colon and what follows; a token that was revoked there stays refused")
	case "unreachable", "no_answer":
		return errors.New("telegram cannot be reached: some networks in Vietnam do not let it through. Try another connection, set HTTPS_PROXY, or give url of a Bot API server of your own; the service starts without it and keeps trying")
	case "not_telegram":
		return errors.New("something answers, but it is not Telegram: a page of the network provider, or url is wrong; it is the address without /bot and the token")
	case "http_429":
		return fmt.Errorf("telegram asks for quiet: try again in %v", why.RetryAfter)
	}
	return fmt.Errorf("telegram is in trouble itself (%s): try again in a few minutes", why.Code)
}

// redact keeps secrets out of words that are not ours.
func (c *Channel) redact(s string) string {
	for _, secret := range []string{c.cfg.Token, c.cfg.Secret} {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, "…")
		}
	}
	return s
}

// host is what may be shown of an address: its path may be a secret.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "another address"
	}
	return u.Host
}
