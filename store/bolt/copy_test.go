package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"tinban/msg"
	"tinban/store"
)

// A copy made under load is a whole store: everything acknowledged before it
// began is in it.
func TestCopyUnderLoad(t *testing.T) {
	s, ctx := open(t, tempFile(t)), t.Context()
	tell := func(i int) {
		in := msg.Inbound{Gateway: "g", From: msg.Address(fmt.Sprintf("sms:+849%08d", i)), Ref: fmt.Sprint(i), Kind: msg.Text}
		if _, err := s.Receive(ctx, in, func(store.Snapshot) (store.WriteSet, error) {
			return store.WriteSet{Lines: []store.Line{{At: time.Now(), Text: strings.Repeat("hỏi ", 50)}}}, nil
		}); err != nil {
			t.Error(err)
		}
	}
	for i := range 500 {
		tell(i)
	}
	stop, writers := make(chan struct{}), sync.WaitGroup{}
	writers.Go(func() {
		for i := 500; ; i++ {
			select {
			case <-stop:
				return
			default:
				tell(i)
			}
		}
	})
	path := tempFile(t)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Copy(ctx, f), f.Close()); err != nil {
		t.Fatal(err)
	}
	close(stop)
	writers.Wait()
	if err := Check(path); err != nil {
		t.Fatal(err)
	}
	back := open(t, path)
	for i := range 500 {
		fresh, err := back.Receive(ctx, msg.Inbound{Gateway: "g", From: "sms:x", Ref: fmt.Sprint(i)}, func(store.Snapshot) (store.WriteSet, error) { return store.WriteSet{}, nil })
		if err != nil || fresh {
			t.Fatalf("message %d is not in the copy: %v", i, err)
		}
	}
}

func TestCopyStops(t *testing.T) {
	s := open(t, tempFile(t))
	ctx, cancel := context.WithCancel(t.Context())
	if err := s.Copy(ctx, cancelling{cancel}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

type cancelling struct{ cancel func() }

func (c cancelling) Write(p []byte) (int, error) { c.cancel(); return len(p), nil }

func TestCheckFindsDamage(t *testing.T) {
	path := tempFile(t)
	s := open(t, path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Check(path); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"cut off": whole[:4096], "no store": []byte("letters"), "empty": {}} {
		broken := tempFile(t)
		if err := os.WriteFile(broken, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Check(broken); err == nil {
			t.Errorf("%s: nothing found", name)
		}
	}
}
