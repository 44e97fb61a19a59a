package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// The store has one owner, the running service; the terminal talks to it by a
// socket in the data folder that only the same user may open.
const socketName = "tinban.sock"

func (s *service) serveAdmin() error {
	path := filepath.Join(s.cfg.Data, socketName)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	ln, err := net.Listen("unix", path) //nolint:noctx // local, at once
	if err != nil {
		return fmt.Errorf("the socket %s cannot be made: %w; choose a shorter data folder", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return errors.Join(err, ln.Close())
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /samples", s.listSamples)
	mux.HandleFunc("POST /backup", s.backUpNow)
	mux.HandleFunc("GET /ready", s.readyz)
	mux.HandleFunc("POST /run", s.runRemote)
	s.serveHTTP("admin socket", ln, mux)
	return nil
}

// askService asks the running service.
func askService(ctx context.Context, data, method, path, body string, out io.Writer) error {
	socket := filepath.Join(data, socketName)
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
	req, err := http.NewRequestWithContext(ctx, method, "http://tinban"+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("no service answers at %s; start it, or give its folder with --data", socket)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return errors.New(strings.TrimSpace(string(text)))
	}
	_, err = out.Write(text)
	return err
}
