package telegram

import (
	"log/slog"
	"sync"
)

// gripe tells the log of each trouble once, and once that it is over: an
// evening without Telegram is two lines.
type gripe struct {
	mu   sync.Mutex
	last string
}

// troubles are what an officer can do something about.
var troubles = map[string]string{
	"token":       "", // said where it happens
	"http_409":    "telegram: another process polls with this token; stop one of them",
	"webhook":     "telegram: somebody has set a webhook for this bot, so that it cannot be polled; \"tinban channel test telegram\" says which",
	"webhook_url": "telegram: the address for the webhook is refused; public must be https and reachable from outside",
	"sink":        "telegram: a message could not be stored; it is asked for again",
}

// say takes a round's outcome; nil is a good one.
func (g *gripe) say(log *slog.Logger, route string, why *refusal) {
	g.mu.Lock()
	defer g.mu.Unlock()
	code := ""
	if why != nil {
		code = why.Code
	}
	was := g.last
	g.last = code
	words, known := troubles[code]
	switch {
	case code == was:
	case code == "":
		log.Info("telegram: works again", "route", route)
	case !known:
		log.Warn("telegram: not reachable; it is tried again and again", "route", route, "code", code)
	case words != "":
		log.Warn(words, "route", route)
	}
}
