package telegram

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// maxUpdate bounds what Telegram may send at once: one update, far below.
const maxUpdate = 1 << 20

// Mount registers the path Telegram calls. Without a secret there is none:
// anybody could write there.
func (c *Channel) Mount(mux *http.ServeMux) {
	if c.cfg.Secret != "" {
		mux.HandleFunc("POST "+c.path(), c.called)
	}
}

// called takes one update. Telegram repeats for a day what it gets anything
// but a 2xx for, so that only what is not stored gets one, and what will never
// be understood does not.
func (c *Channel) called(w http.ResponseWriter, r *http.Request) {
	shown := r.Header.Get("X-Telegram-Bot-Api-Secret-Token")
	if subtle.ConstantTimeCompare([]byte(shown), []byte(c.cfg.Secret)) != 1 {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	case err != nil || !json.Valid(raw) || !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")):
		http.Error(w, "not an update", http.StatusBadRequest)
		return
	}
	u, err := parse(raw)
	if err == nil {
		err = c.take(r.Context(), u)
	}
	if errors.Is(err, errLater) {
		http.Error(w, "not stored, send it again", http.StatusServiceUnavailable)
	}
}
