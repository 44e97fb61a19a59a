package simulator

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"net/http"
	"time"

	"tinban/msg"
)

//go:embed assets/*.css assets/*.js assets/*.svg
var assets embed.FS

//go:embed assets/index.html
var indexText string

var index = template.Must(template.New("index").Parse(indexText))

const (
	cookieName  = "tinban_sim"
	largestBody = 16 << 10
	receiveTime = 10 * time.Second // a Sink that takes longer has failed
)

// What the page says when something went wrong: what happened, what to do.
const (
	sayFailed  = "Chưa gửi được, thử lại."
	sayLong    = "Tin dài quá 16 kB. Viết ngắn lại rồi gửi."
	sayGarbled = "Trang gửi lên không đọc được. Tải lại trang rồi thử lại."
	sayNoPhone = "Không có máy này. Tải lại trang rồi thử lại."
	sayNoKind  = "Máy này không gửi được loại tin đó."
	sayForeign = "Tin phải gửi từ chính trang này. Mở lại trang rồi thử lại."
	sayClosing = "Dịch vụ đang tắt. Thử lại sau ít phút."
	sayNoReset = "Chưa đổi được máy mới, thử lại."
)

// typed is what the page posts.
type typed struct {
	Phone  screen   `json:"phone"`
	Kind   msg.Kind `json:"kind"`
	Text   string   `json:"text"`
	Choice string   `json:"choice"`
}

// Handler serves the page and what it calls.
func (s *Simulator) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page)
	mux.Handle("GET /assets/", http.FileServerFS(assets))
	mux.HandleFunc("GET /events", s.events)
	mux.HandleFunc("POST /send", s.send)
	mux.HandleFunc("POST /reset", s.reset)

	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusForbidden, sayForeign)
	}))
	return guarded(own.Handler(mux))
}

// guarded keeps the page from loading or running anything but its own files.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
			"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

func (s *Simulator) page(w http.ResponseWriter, r *http.Request) {
	if _, ok := holder(r); !ok {
		hand(w, newID())
	}
	var page bytes.Buffer
	if err := index.Execute(&page, struct{ Banner string }{s.cfg.Banner}); err != nil {
		refuse(w, http.StatusInternalServerError, sayGarbled)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = page.WriteTo(w) // the reader has gone; there is nobody to tell
}

// holder says which pair of phones the browser holds.
func holder(r *http.Request) (string, bool) {
	c, err := r.Cookie(cookieName)
	if err != nil || !isID(c.Value) {
		return "", false
	}
	return c.Value, true
}

// hand gives the browser a pair to keep for a month.
func hand(w http.ResponseWriter, id string) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // served on plain http for trying; it names a pair of toy phones
		Name: cookieName, Value: id, Path: "/", MaxAge: 30 * 24 * 60 * 60,
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}

// send is a phone's "send" key.
func (s *Simulator) send(w http.ResponseWriter, r *http.Request) {
	id, held := holder(r)
	var t typed
	if err := read(w, r, &t); err != nil {
		refuseBody(w, err)
		return
	}
	p := s.phone(t.Phone)
	switch {
	case !held || p == nil:
		refuse(w, http.StatusNotFound, sayNoPhone)
	case !p.sends(t):
		refuse(w, http.StatusBadRequest, sayNoKind)
	case !s.receive(r.Context(), p, id, t):
		refuse(w, http.StatusServiceUnavailable, sayFailed)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// receive shows what was typed before it hands it over, so that a quick reply
// does not stand above its question.
func (s *Simulator) receive(ctx context.Context, p *Phone, id string, t typed) bool {
	line := s.shelf.typed(id, p.typed(t))
	ctx, cancel := context.WithTimeout(ctx, receiveTime)
	defer cancel()
	err := s.cfg.Sink(ctx, msg.Inbound{
		Gateway: p.route, From: p.address(id), To: "sim", Chat: "sim-" + id, Ref: "sim-" + newID(),
		Kind: t.Kind, Text: t.Text, Choice: t.Choice, At: s.cfg.Now(),
	})
	if err != nil {
		s.shelf.failed(id, p.screen, line)
	}
	return err == nil
}

func (s *Simulator) phone(name screen) *Phone {
	switch name {
	case smsScreen:
		return s.sms
	case chatScreen:
		return s.chat
	}
	return nil
}

// sends says whether this phone has a key for that: an SMS is only ever text.
func (p *Phone) sends(t typed) bool {
	switch t.Kind {
	case msg.Text:
		return t.Choice == ""
	case msg.Choice:
		return p.caps.Buttons && t.Choice != "" && len(t.Choice) <= 64
	case msg.Started, msg.Media:
		return p.caps.Kind == msg.Chat && t.Choice == ""
	}
	return false
}

// reset hands out a new pair and lets the old one be forgotten.
func (s *Simulator) reset(w http.ResponseWriter, r *http.Request) {
	if id, held := holder(r); held {
		for _, p := range []*Phone{s.sms, s.chat} {
			if s.cfg.Reset == nil {
				break
			}
			if err := s.cfg.Reset(r.Context(), p.address(id)); err != nil {
				refuse(w, http.StatusServiceUnavailable, sayNoReset)
				return
			}
		}
		s.shelf.forget(id)
	}
	hand(w, newID())
	w.WriteHeader(http.StatusNoContent)
}

// read takes exactly one JSON value of the expected shape.
func read(w http.ResponseWriter, r *http.Request, into *typed) error {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestBody))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.Join(errors.New("more than one value"), err)
	}
	return nil
}

func refuseBody(w http.ResponseWriter, err error) {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		refuse(w, http.StatusRequestEntityTooLarge, sayLong)
		return
	}
	refuse(w, http.StatusBadRequest, sayGarbled)
}

func refuse(w http.ResponseWriter, status int, say string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": say}) // the reader has gone; there is nobody to tell
}
