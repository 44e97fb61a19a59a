package telegram

import (
	"sync"
	"time"
)

// calm remembers where Telegram wants quiet. Its 429 does not say whether one
// chat had too much or all of them together. So the first is taken for its
// chat's own, and only when a second chat gets one before that is over it is
// the bot's: one person with a busy thumb silences nobody else.
type calm struct {
	mu    sync.Mutex
	whole time.Time            // until when for everybody
	chats map[string]time.Time // and for one, by chat_id
}

// hush notes that quiet is wanted, and says whether of this chat only. A call
// that belongs to no chat has none.
func (c *calm) hush(chat string, now, until time.Time) (narrow bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	others := chat == ""
	for id, t := range c.chats {
		if !t.After(now) {
			delete(c.chats, id)
		} else if id != chat {
			others = true
		}
	}
	if others {
		if until.After(c.whole) {
			c.whole = until
		}
		return false
	}
	if c.chats == nil {
		c.chats = map[string]time.Time{}
	}
	c.chats[chat] = until
	return true
}

// left is how long a chat still has to be quiet, and whether it is the only one.
func (c *calm) left(chat string, now time.Time) (d time.Duration, narrow bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d = c.whole.Sub(now); d > 0 {
		return d, false
	}
	return max(c.chats[chat].Sub(now), 0), true
}

// anywhere reports whether quiet is wanted of anybody.
func (c *calm) anywhere(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.chats {
		if t.After(now) {
			return true
		}
	}
	return c.whole.After(now)
}
