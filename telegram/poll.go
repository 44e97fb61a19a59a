package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"tinban/msg"
)

const (
	pollFor     = 50 * time.Second // the longest Telegram holds a poll
	pollTimeout = pollFor + 15*time.Second
	pollGap     = time.Second // between two polls that told nothing new
)

// errLater is an update that must come again.
var errLater = errors.New("telegram: an update was not stored")

// poll asks for updates until ctx ends. The next update's number moves only
// over what was stored, to wherever Telegram's numbers are: after a week of
// silence they begin anew, and may be lower.
func (c *Channel) poll(ctx context.Context) {
	next, err := c.cfg.Offset.Load(ctx)
	if err != nil {
		c.cfg.Log.Warn("telegram: how far updates were read is not known; what comes again is refused by its ref", "error", err)
	}
	for tries := 0; ctx.Err() == nil; {
		began := c.cfg.Now()
		after, why := c.round(ctx, next)
		if ctx.Err() != nil {
			return
		}
		c.mood.say(c.cfg.Log, c.cfg.Name, why)
		moved := after != next
		if moved {
			next = after
			c.save(ctx, next)
		}
		switch {
		case why != nil:
			pause(ctx, c.rest(why, tries))
			tries++
		case !moved && c.cfg.Now().Sub(began) < pollGap:
			// Nothing new, and not even held: it must not become a hot loop.
			pause(ctx, pollGap)
		default:
			tries = 0
		}
	}
}

func (c *Channel) save(ctx context.Context, next int) {
	if err := c.cfg.Offset.Save(ctx, next); err != nil {
		c.cfg.Log.Warn("telegram: how far updates were read could not be kept; after a restart they come again", "error", err)
	}
}

// round is one poll. It returns the number of the first update that is not
// stored yet.
func (c *Channel) round(ctx context.Context, next int) (int, *refusal) {
	updates, why := c.fetch(ctx, next)
	if why != nil {
		return next, c.reclaim(ctx, why)
	}
	for _, raw := range updates {
		u, err := parse(raw)
		if err == nil {
			err = c.take(ctx, u)
		}
		if errors.Is(err, errLater) {
			return next, &refusal{SendError: msg.SendError{Kind: msg.Transient, Code: "sink"}}
		}
		if u.ID > 0 { // always so, of Telegram
			next = u.ID + 1
		}
	}
	return next, nil
}

func (c *Channel) fetch(ctx context.Context, next int) (updates []json.RawMessage, why *refusal) {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	params := tgbotapi.Params{"timeout": strconv.Itoa(int(pollFor.Seconds())), "allowed_updates": kinds}
	if next != 0 {
		params["offset"] = strconv.Itoa(next)
	}
	raw, why := c.patientCall(ctx, "getUpdates", params)
	if why == nil && json.Unmarshal(raw, &updates) != nil {
		why = babble()
	}
	return updates, why
}

// reclaim removes a webhook that this service has set itself before it was
// told to poll. One that somebody else has set is left to them.
func (c *Channel) reclaim(ctx context.Context, why *refusal) *refusal {
	if why.status != http.StatusConflict || why.Code != "webhook" || c.cfg.Public == "" {
		return why
	}
	if info, failed := c.webhookInfo(ctx); failed == nil && info.URL == c.webhookURL() {
		_, _ = c.call(ctx, "deleteWebhook", nil)
	}
	return why
}

// take stores what an update means; errLater says that it must come again.
func (c *Channel) take(ctx context.Context, u update) error {
	if u.inGroup() && c.self.Load() == nil && c.learn(ctx) != nil {
		return errLater
	}
	if in, ok := c.inbound(u); ok && c.cfg.Sink.Receive(ctx, in) != nil {
		return errLater
	}
	if u.Press != nil && u.Press.ID != "" {
		// The button shows an hourglass until then. It is too late for that
		// after a while, and Telegram says so: nothing is lost.
		c.courtesy("answerCallbackQuery", tgbotapi.Params{"callback_query_id": u.Press.ID})
	}
	return nil
}
