package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthy(t *testing.T) {
	status := http.StatusOK
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	defer srv.Close()
	addr := strings.TrimPrefix(srv.URL, "http://")
	_, port, _ := strings.Cut(addr, ":")

	gone := httptest.NewServer(nil)
	nobody := strings.TrimPrefix(gone.URL, "http://")
	gone.Close()

	for _, c := range []struct {
		name, addr, env string
		status, code    int
		said            string
	}{
		{"ready", addr, "", http.StatusOK, exitFine, "ready"},
		{"named by the environment", "", addr, http.StatusOK, exitFine, "ready"},
		{"the flag wins", addr, nobody, http.StatusOK, exitFine, "ready"},
		{"one that listens everywhere", "0.0.0.0:" + port, "", http.StatusOK, exitFine, "ready"},
		{"the same in short", "", ":" + port, http.StatusOK, exitFine, "ready"},
		{"not ready", addr, "", http.StatusServiceUnavailable, exitFail, "503"},
		{"nobody there", nobody, "", http.StatusOK, exitFail, "is it running?"},
		{"no address", "here", "", http.StatusOK, exitUsage, "not host:port"},
		{"no port", "127.0.0.1:x y", "", http.StatusOK, exitUsage, "cannot be asked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status = c.status
			args := []string{"tinban", "healthy"}
			if c.addr != "" {
				args = append(args, "--addr", c.addr)
			}
			var out, errOut bytes.Buffer
			code := run(t.Context(), args, world{func(string) string { return c.env }, strings.NewReader(""), &out, &errOut})
			if said := out.String() + errOut.String(); code != c.code || !strings.Contains(said, c.said) {
				t.Errorf("exit %d, %q; want %d, %q", code, said, c.code, c.said)
			}
		})
	}
}
