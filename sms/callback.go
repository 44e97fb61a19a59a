package sms

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"tinban/msg"
)

// maxCallback bounds a provider's callback: an SMS is never that long.
const maxCallback = 64 << 10

// mount registers one path of a gateway below its own name.
func mount(mux *http.ServeMux, method, gateway, path string, h http.HandlerFunc) {
	mux.HandleFunc(method+" /gateways/"+gateway+"/"+path, h)
}

// body reads a callback whole; false means that it was refused.
func body(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCallback))
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "not read", http.StatusBadRequest)
	}
	return b, err == nil
}

// take hands a message to the Sink and acknowledges it only when it is stored.
// The provider repeats what it got a 503 for.
func (h House) take(w http.ResponseWriter, r *http.Request, in msg.Inbound) bool {
	in.Text = valid(in.Text)
	if in.At.IsZero() {
		in.At = h.Now()
	}
	if err := h.Sink.Receive(r.Context(), in); err != nil {
		http.Error(w, "not stored, send it again", http.StatusServiceUnavailable)
		return false
	}
	return true
}

// settle records what a provider says about a message; what is not known here
// is none of our business and a success.
func (h House) settle(w http.ResponseWriter, r *http.Request, receipt msg.Receipt) {
	if receipt.Ref == "" {
		return
	}
	if receipt.At.IsZero() {
		receipt.At = h.Now()
	}
	if err := h.Receipts.Receipt(r.Context(), receipt); err != nil {
		http.Error(w, "not stored, send it again", http.StatusServiceUnavailable)
	}
}

// valid makes broken bytes readable: a message is never refused for them.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
