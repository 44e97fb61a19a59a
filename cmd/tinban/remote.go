package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// The store has one owner, the running service. Commands about what is in it
// run there: the terminal hands its words over by the socket in the data
// folder, and prints what comes back. What is piped in goes along when one of
// the words is "-".

// desk is a command's surroundings inside the service.
type desk struct {
	s   *service
	in  io.Reader
	out io.Writer
}

// roomCommands are the commands that run inside the service.
func roomCommands(d desk) []*cli.Command {
	return []*cli.Command{
		staffCommand(d),
		auditCommand(d),
		noticeCommand(d),
		ticketCommand(d),
		courseCommand(d),
		exportCommand(d),
		personCommand(d),
	}
}

// remoteCommands are the same, as the terminal has them: they only hand over.
func remoteCommands(w world) (list []*cli.Command) {
	for _, c := range roomCommands(desk{}) {
		list = append(list, &cli.Command{
			Name: c.Name, Usage: c.Usage, SkipFlagParsing: true,
			Action: func(ctx context.Context, cmd *cli.Command) error {
				return runThere(ctx, w, append([]string{c.Name}, cmd.Args().Slice()...))
			},
		})
	}
	return list
}

// maxPiped bounds what may be piped into a command, in bytes.
const maxPiped = 64 << 20

func (s *service) runRemote(w http.ResponseWriter, r *http.Request) {
	var out bytes.Buffer
	err := s.runRoom(r.Context(), r.URL.Query()["a"], http.MaxBytesReader(w, r.Body, maxPiped), &out)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	if _, err := out.WriteTo(w); err != nil {
		s.log.Warn("what a command said was not taken", "err", err)
	}
}

// runRoom runs one command inside the service. A refusal is said in words.
func (s *service) runRoom(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	root := &cli.Command{
		Name: "tinban", Commands: roomCommands(desk{s, in, out}), Writer: out, ErrWriter: out,
		ExitErrHandler: func(context.Context, *cli.Command, error) {},
	}
	err := root.Run(ctx, append([]string{"tinban"}, args...))
	s.outbox.Wake()
	var no *msg.Refusal
	switch {
	case errors.As(err, &no):
		return errors.New(s.say.In("").Refusal(no))
	case errors.Is(err, store.ErrNotFound):
		return errors.New("there is no such record; the list command shows which there are")
	}
	return err
}

// asFlag says which member of staff does it.
func asFlag() cli.Flag {
	return &cli.StringFlag{Name: "as", Usage: "act as the member of staff `ID`; without it as the machine's operator"}
}

// actor is who a command acts as.
func actor(r store.Reader, cmd *cli.Command) (staff.Actor, error) {
	id := cmd.String("as")
	if id == "" {
		return staff.Operator, nil
	}
	a, err := staff.Get(r, staff.ID(id))
	if errors.Is(err, store.ErrNotFound) {
		return staff.Actor{}, usagef("nobody of staff is called %q; \"tinban staff list\" shows who is", id)
	}
	return a.Actor(), err
}

// runThere gives a command to the running service.
func runThere(ctx context.Context, w world, args []string) error {
	data, args := dataOf(args, w.getenv)
	socket := filepath.Join(data, socketName)
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
	var piped io.Reader = http.NoBody
	for _, a := range args {
		if a == "-" {
			piped = w.in
		}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://tinban/run?"+url.Values{"a": args}.Encode(), piped)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("no service answers at %s; start it, or give its folder with --data", socket)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(res.Body)
		return errors.New(strings.TrimSpace(string(text)))
	}
	_, err = io.Copy(w.out, res.Body)
	return err
}

// dataOf takes --data out of a command's words.
func dataOf(args []string, getenv func(string) string) (data string, rest []string) {
	data = getenv("TINBAN_DATA")
	for i := 0; i < len(args); i++ {
		value, ok := strings.CutPrefix(args[i], "--data=")
		switch {
		case ok:
			data = value
		case args[i] == "--data" && i+1 < len(args):
			data = args[i+1]
			i++
		default:
			rest = append(rest, args[i])
		}
	}
	if data == "" {
		data = "data"
	}
	return data, rest
}
