package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/urfave/cli/v3"
)

// healthyWithin bounds the question whether the service is ready: one that
// takes longer to say so is not.
const healthyWithin = 3 * time.Second

// healthyCommand asks the running service how it is. An image without a shell
// has nothing else to ask with.
func healthyCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "healthy", Usage: "asks the running service whether it is ready; exit code 0 or 1",
		Flags: []cli.Flag{&cli.StringFlag{Name: "addr",
			Usage: "the service's `HOST:PORT` (default: TINBAN_ADDR, else " + defaults().Addr + ")"}},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			if cmd.Args().Present() {
				return usagef("healthy takes no argument; name the service with --addr HOST:PORT")
			}
			addr := cmd.String("addr")
			if addr == "" {
				addr = w.getenv("TINBAN_ADDR")
			}
			if addr == "" {
				addr = defaults().Addr
			}
			if err := askReady(ctx, addr); err != nil {
				return err
			}
			fmt.Fprintln(w.out, "ready")
			return nil
		},
	}
}

func askReady(ctx context.Context, addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return usagef("--addr %q is not host:port; write it as 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1" // one that listens everywhere listens here
	}
	ctx, cancel := context.WithTimeout(ctx, healthyWithin)
	defer cancel()
	url := "http://" + net.JoinHostPort(host, port) + "/readyz"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return usagef("--addr %q cannot be asked; write it as 127.0.0.1:8080", addr)
	}
	// A transport of its own: no proxy may answer for the service.
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		return fmt.Errorf("no service answers: %w; is it running?", err)
	}
	if err := res.Body.Close(); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the service runs and is not ready (%s); its log says why", res.Status)
	}
	return nil
}
