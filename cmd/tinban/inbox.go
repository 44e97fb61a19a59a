package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/store"
)

// The store has one owner, the running service; "tinban inbox" talks to it by
// a socket in the data folder that only the same user may open.
const socketName = "tinban.sock"

// waiting is one open question as an officer reads it.
type waiting struct {
	ID      store.QuestionID `json:"id"`
	At      string           `json:"at"`
	Channel string           `json:"channel"`
	Commune string           `json:"commune"`
	Topic   string           `json:"topic"`
	Text    string           `json:"text"`
}

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
	mux.HandleFunc("GET /inbox", s.listQuestions)
	mux.HandleFunc("GET /samples", s.listSamples)
	mux.HandleFunc("POST /backup", s.backUpNow)
	mux.HandleFunc("GET /ready", s.readyz)
	mux.HandleFunc("POST /inbox/{id}", s.answerQuestion)
	mux.HandleFunc("POST /run", s.runRemote)
	s.serveHTTP("inbox socket", ln, mux)
	return nil
}

func (s *service) listQuestions(w http.ResponseWriter, r *http.Request) {
	open, err := s.store.Open(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	list := []waiting{}
	for _, q := range open {
		list = append(list, s.waiting(q))
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(list); err != nil {
		s.log.Warn("the list was not taken", "err", err)
	}
}

func (s *service) waiting(q store.Question) waiting {
	out := waiting{
		ID: q.ID, At: q.At.In(hue).Format("02/01/2006 15:04"), Channel: string(q.Channel), Text: q.Text,
		Commune: s.know.Load().Library.CommuneName(q.Commune, today()),
	}
	if lb := s.know.Load().Library.Label(q.Label); lb != nil {
		out.Topic = lb.Title
	}
	return out
}

// maxAnswer bounds an officer's answer, in bytes.
const maxAnswer = 8 << 10

func (s *service) answerQuestion(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAnswer))
	if err != nil {
		http.Error(w, "the answer is too long; say it in a few sentences", http.StatusRequestEntityTooLarge)
		return
	}
	answer := strings.TrimSpace(string(body))
	id := store.QuestionID(strings.ToUpper(r.PathValue("id")))
	err = s.store.Answer(r.Context(), id, answer, s.cfg.now(), func(q store.Question, c store.Contact) (store.WriteSet, error) {
		return s.bot.AnswerQuestion(q, c, answer)
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		http.Error(w, fmt.Sprintf("there is no question %s; \"tinban inbox list\" shows the open ones", id), http.StatusNotFound)
	case errors.Is(err, store.ErrAnswered):
		http.Error(w, fmt.Sprintf("question %s has its answer already", id), http.StatusConflict)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	default:
		s.outbox.Wake()
		fmt.Fprintf(w, "answered %s; it is on its way\n", id) //nolint:gosec // plain text to a terminal, and the store knows the id
	}
}

func inboxCommand(w world) *cli.Command {
	data := &cli.StringFlag{Name: "data", Value: "data", Usage: "data `DIR` of the running service"}
	return &cli.Command{
		Name: "inbox", Usage: "reads and answers the questions residents handed over",
		Action: func(context.Context, *cli.Command) error {
			return usagef("inbox list, or inbox answer? \"tinban inbox --help\" shows both")
		},
		Commands: []*cli.Command{
			{Name: "list", Usage: "lists the open questions, oldest first",
				Flags: []cli.Flag{data, &cli.BoolFlag{Name: "json", Usage: "print them as JSON"}},
				Action: func(ctx context.Context, cmd *cli.Command) error {
					return inboxList(ctx, w, cmd.String("data"), cmd.Bool("json"))
				}},
			{Name: "answer", Usage: "answers one; the text goes to the resident as typed", ArgsUsage: "CODE TEXT…",
				Flags: []cli.Flag{data},
				Action: func(ctx context.Context, cmd *cli.Command) error {
					args := cmd.Args().Slice()
					text := strings.TrimSpace(strings.Join(args[min(1, len(args)):], " "))
					if text == "" {
						return usagef("answer which one, and what? For example: tinban inbox answer A4173 \"Mời bà con đến xã.\"")
					}
					return inboxCall(ctx, cmd.String("data"), http.MethodPost, "/inbox/"+url.PathEscape(args[0]), text, w.out)
				}},
		},
	}
}

func inboxList(ctx context.Context, w world, data string, asJSON bool) error {
	var body bytes.Buffer
	if err := inboxCall(ctx, data, http.MethodGet, "/inbox", "", &body); err != nil {
		return err
	}
	if asJSON {
		_, err := w.out.Write(body.Bytes())
		return err
	}
	var list []waiting
	if err := json.Unmarshal(body.Bytes(), &list); err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(w.out, "no question is waiting")
	}
	for _, q := range list {
		fmt.Fprintf(w.out, "%s  %s  %s  %s  %s\n", q.ID, q.At, q.Channel, q.Commune, q.Topic)
		fmt.Fprintf(w.out, "    %s\n", strings.ReplaceAll(q.Text, "\n", "\n    "))
	}
	return nil
}

// inboxCall asks the running service.
func inboxCall(ctx context.Context, data, method, path, body string, out io.Writer) error {
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
