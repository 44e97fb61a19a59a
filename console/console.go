// Package console is what commune staff work with: pages in a browser, in
// Vietnamese, for an old laptop or a phone. It has a room of its own because
// it only shows and asks: every right is decided in staff, every step in the
// room it belongs to, so that the terminal and Telegram do the same.
//
// All pages are rendered here, into a buffer, from typed structs. They read
// and take forms without JavaScript; htmx adds what is live.
package console

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"tinban/bot"
	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/store"
)

// Store is what the pages read and change.
type Store interface {
	store.Shelves
	store.Records
}

// Route is one gateway as the pages show it.
type Route struct {
	Name  string
	Caps  msg.Caps
	Up    bool
	Month store.Spent // what it took this month
}

// Health is how the service is.
type Health struct {
	Routes     []Route
	Waiting    int           // messages not settled yet
	Oldest     time.Duration // how long the oldest reply has waited
	StoreBytes int64
	Backup     time.Time // of the last copy; zero when there is none
	BackupOn   bool      // copies are configured
	Started    time.Time
}

// Config is what a Console needs from the service.
type Config struct {
	Store     Store
	Knowledge func() *bot.Knowledge
	Bot       *bot.Bot
	Board     *notice.Board
	Say       locales.Catalogue
	Now       func() time.Time
	Zone      *time.Location
	Wake      func()                                // something waits to be sent
	Health    func(context.Context) (Health, error) // asked by a few pages only
	Log       *slog.Logger
	SMS       string    // the number residents write to; empty shows none
	Telegram  string    // the name of the bot, without @
	Public    string    // https://… under which residents and staff reach it
	Secure    bool      // it is reached by https: cookies say so
	Residents Residents // the pages about people need it
	// Training: what is sent reaches staff only; every page says so.
	Training bool
	// Try: the phones to try it with are served at /thu/.
	Try bool
	// Setup is the one-time code of the first start, while there is no admin.
	Setup string
}

// Console serves the pages.
type Console struct {
	cfg    Config
	pages  map[string]*page
	limit  *limiter
	counts census

	audiences audiences
}

// New parses every page; one that does not parse keeps the service from
// starting.
func New(cfg Config) (*Console, error) {
	if cfg.Store == nil || cfg.Knowledge == nil || cfg.Say == nil {
		return nil, errors.New("console: a store, content and texts are needed")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	c := &Console{cfg: cfg, limit: newLimiter(cfg.Now)}
	var err error
	c.pages, err = parsePages(c)
	return c, err
}

// Handler serves every page there is; see routes.
func (c *Console) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, rt := range c.routes() {
		mux.Handle(rt.pattern, c.serve(rt))
	}
	mux.Handle("GET /assets/", assetHandler())
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { c.fail(w, r, http.StatusNotFound, locales.ErrNotFound) })
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.fail(w, r, http.StatusForbidden, locales.ErrForeign)
	}))
	return guarded(own.Handler(mux))
}

// guarded keeps a page from loading or running anything but its own files.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "+
			"connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; manifest-src 'self'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		next.ServeHTTP(w, r)
	})
}
