package telegram

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"tinban/msg"
)

const (
	conflictWait = 10 * time.Second
	menuWait     = 10 * time.Minute
	longestWait  = time.Minute
)

// Run keeps the channel open until ctx ends: it polls, or with a secret has
// Telegram call us. Trouble is waited out, never returned.
func (c *Channel) Run(ctx context.Context) error {
	c.persist(ctx, c.learn)
	if ctx.Err() != nil {
		return nil
	}
	go c.keepMenu(ctx)
	if c.cfg.Secret != "" {
		c.persist(ctx, c.hook)
		<-ctx.Done()
		return nil
	}
	c.poll(ctx)
	return nil
}

// persist does something until it succeeds or ctx ends.
func (c *Channel) persist(ctx context.Context, do func(context.Context) *refusal) {
	for tries := 0; ; tries++ {
		why := do(ctx)
		if ctx.Err() != nil {
			return
		}
		c.mood.say(c.cfg.Log, c.cfg.Name, why)
		if why == nil || !pause(ctx, c.rest(why, tries)) {
			return
		}
	}
}

// rest is how long to leave Telegram alone after trouble.
func (c *Channel) rest(why *refusal, tries int) time.Duration {
	d := min(time.Second<<min(tries, 6), longestWait)
	if why.status == http.StatusConflict {
		d = conflictWait
	}
	d = max(d, why.RetryAfter)
	return d + rand.N(d/2+1) //nolint:gosec // jitter keeps processes apart, it is no secret
}

// pause waits, and says whether it was left to wait to the end.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// learn asks the bot's own name, by which it is called in groups.
func (c *Channel) learn(ctx context.Context) *refusal {
	raw, why := c.call(ctx, "getMe", nil)
	if why != nil {
		return why
	}
	var me tgbotapi.User
	if err := json.Unmarshal(raw, &me); err != nil || me.UserName == "" {
		return babble()
	}
	c.self.Store(newSelf(me.UserName))
	return nil
}

// keepMenu sets the command menu. It is only a help, so that nothing waits
// for it.
func (c *Channel) keepMenu(ctx context.Context) {
	list, err := json.Marshal(c.cfg.Commands)
	for err == nil {
		_, why := c.call(ctx, "setMyCommands", tgbotapi.Params{"commands": string(list)})
		if why == nil || !pause(ctx, max(menuWait, why.RetryAfter)) {
			return
		}
	}
}

// hook tells Telegram where to call us.
func (c *Channel) hook(ctx context.Context) *refusal {
	_, why := c.call(ctx, "setWebhook", tgbotapi.Params{
		"url": c.webhookURL(), "secret_token": c.cfg.Secret, "allowed_updates": kinds,
	})
	if why != nil && why.Kind == msg.Rejected { // an address that Telegram does not take
		why.Code, why.RetryAfter = "webhook_url", tokenWait
	}
	return why
}

func (c *Channel) webhookURL() string { return c.cfg.Public + c.path() }

func (c *Channel) path() string { return "/gateways/" + c.cfg.Name + "/webhook" }

func (c *Channel) webhookInfo(ctx context.Context) (info tgbotapi.WebhookInfo, why *refusal) {
	raw, why := c.call(ctx, "getWebhookInfo", nil)
	if why == nil && json.Unmarshal(raw, &info) != nil {
		why = babble()
	}
	return info, why
}
