package bolt

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tinban/msg"
	"tinban/store"
)

// The test binary runs itself again as the process that is killed, or that
// runs out of disk.
const (
	envFile = "TINBAN_TEST_FILE"
	envTask = "TINBAN_TEST_TASK"
)

// tasks are what a child process can do with a file.
var tasks = map[string]func(path string) error{"load": load}

func TestMain(m *testing.M) {
	if task := tasks[os.Getenv(envTask)]; task != nil {
		if err := task(os.Getenv(envFile)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child prepares a process of this program that does a task.
func child(t *testing.T, task, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), envTask+"="+task, envFile+"="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// load stores and sends messages until it is killed. It says each ref once it
// has been acknowledged, and each key once it has been settled.
func load(path string) error {
	s, err := Open(path)
	if err != nil {
		return err
	}
	return loadStore(s)
}

func loadStore(s *Store) error {
	run := rand.Uint64()
	failed := make(chan error)
	for w := range 16 {
		go func() {
			for i := 0; ; i++ {
				if err := loadOne(s, fmt.Sprintf("%x-%d-%d", run, w, i), w*50+i%50); err != nil {
					failed <- err
				}
			}
		}()
	}
	go func() { failed <- loadSends(s) }()
	return <-failed
}

func loadOne(s *Store, ref string, who int) error {
	in := msg.Inbound{Gateway: "g", From: msg.Address(fmt.Sprintf("sms:%d", who)), Ref: ref}
	_, err := s.Receive(context.Background(), in, func(snap store.Snapshot) (store.WriteSet, error) {
		return store.WriteSet{
			Session: &store.Session{State: []byte(ref), Expires: snap.Now.Add(time.Hour)},
			Out:     []msg.Outbound{{Key: ref, Route: "g", Lane: msg.Reply, Text: strings.Repeat("x", 200)}},
			Lines:   []store.Line{{At: snap.Now, Text: ref}},
			Events:  []store.Event{{Label: ref}},
		}, nil
	})
	if err == nil {
		_, err = fmt.Println("ref", ref)
	}
	return err
}

func loadSends(s *Store) error {
	for {
		got, err := s.Claim(context.Background(), time.Now(), time.Minute, 8, nil)
		if err != nil {
			return err
		}
		var done []store.Settlement
		for i, d := range got {
			if i%8 != 7 { // one is never settled
				done = append(done, store.Settlement{Key: d.Key, Status: msg.Sent, Ref: d.Key})
			}
		}
		if err := s.Settle(context.Background(), done); err != nil {
			return err
		}
		for _, d := range done {
			if _, err := fmt.Println("key", d.Key); err != nil {
				return err
			}
		}
	}
}

// TestKill kills a loaded process 20 times over the same file: whatever was
// acknowledged is there, once and whole.
func TestKill(t *testing.T) {
	path := tempFile(t)
	acknowledged, settled := map[string]bool{}, map[string]bool{}
	for range 20 {
		for _, line := range killed(t, "load", path) {
			what, id, _ := strings.Cut(line, " ")
			map[string]map[string]bool{"ref": acknowledged, "key": settled}[what][id] = true
		}
		checkKilled(t, path, acknowledged, settled)
	}
	t.Logf("%d messages acknowledged, %d settled", len(acknowledged), len(settled))
}

// killed runs a task, kills it at some moment and returns the lines it said.
func killed(t *testing.T, task, path string) (lines []string) {
	t.Helper()
	cmd := child(t, task, path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(out)
	for i := 0; ; i++ {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			break // a line without its end was not said
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.TrimSpace(line))
		if i == 0 {
			time.AfterFunc(rand.N(100*time.Millisecond), func() { _ = cmd.Process.Kill() })
		}
	}
	if err := cmd.Wait(); err == nil || len(lines) == 0 {
		t.Fatalf("the child ended by itself after %d lines: %v", len(lines), err)
	}
	return lines
}

func checkKilled(t *testing.T, path string, acknowledged, settled map[string]bool) {
	t.Helper()
	s := open(t, path)
	if err := s.db().View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			t.Error(err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	events := map[string]int{}
	if err := s.Events(t.Context(), time.Time{}, func(e store.Event) bool { events[e.Label]++; return true }); err != nil {
		t.Fatal(err)
	}
	for ref := range acknowledged {
		fresh, err := s.Receive(t.Context(), msg.Inbound{Gateway: "g", From: "sms:1", Ref: ref}, nil)
		if fresh || err != nil || events[ref] != 1 {
			t.Errorf("%s: fresh %v, %d events, %v", ref, fresh, events[ref], err)
		}
	}
	waiting, sent := outs(t, s)
	for _, key := range slices.Concat(waiting, sent) {
		events[key]--
	}
	for key, n := range events {
		if n != 0 {
			t.Errorf("%s has %d more events than messages: a write set is not whole", key, n)
		}
	}
	for _, key := range sent {
		delete(settled, key)
	}
	if len(settled) > 0 {
		t.Errorf("%d messages were settled and are not: %v …", len(settled), slices.Collect(maps.Keys(settled))[0])
	}
	for _, key := range sent {
		settled[key] = true
	}
	if n, err := s.Waiting(t.Context()); err != nil || n != len(waiting) {
		t.Errorf("%d are due or claimed, %d wait: %v", n, len(waiting), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// outs lists the keys of all messages.
func outs(t *testing.T, s *Store) (waiting, sent []string) {
	t.Helper()
	err := s.view(t.Context(), func(tx *txn) error {
		return tx.scan(inContacts, nil, func(k, _ []byte) (bool, error) {
			switch k[idLen] {
			case kindOut:
				waiting = append(waiting, string(k[idLen+1:]))
			case kindSettled:
				sent = append(sent, string(k[idLen+1:]))
			}
			return true, nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return waiting, sent
}
