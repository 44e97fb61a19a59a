package telegram

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
)

// sentAt sends so many messages to a chat, one after the other as the outbox
// does, and says when each went.
func sentAt(t *testing.T, b *bench, chat msg.Address, n int) (after []time.Duration) {
	began := time.Now()
	for range n {
		out := to("a")
		out.To = chat
		if _, err := b.Send(t.Context(), out); err != nil {
			t.Error(err)
		}
		after = append(after, time.Since(began))
	}
	return after
}

func TestPaceOfAChat(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		var both sync.WaitGroup
		both.Go(func() {
			got := sentAt(t, b, resident, 10)
			want := []time.Duration{0, 0, 0, 1, 2, 3, 4, 5, 6, 7}
			for i := range want {
				want[i] *= time.Second
			}
			if !cmp.Equal(got, want) {
				t.Errorf("a person got them at %v", got)
			}
		})
		both.Go(func() {
			got := sentAt(t, b, groupA, 60)
			for i := range got {
				if i >= 20 && got[i]-got[i-20] < time.Minute-time.Millisecond {
					t.Errorf("a group got 21 within %v", got[i]-got[i-20])
				}
			}
			if got[59] > 4*time.Minute {
				t.Errorf("60 took %v", got[59])
			}
		})
		both.Wait()
	})
}

func TestPaceDoesNotOutlastItsCall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		sentAt(t, b, groupA, groupBurst)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		out := to("a")
		out.To = groupA
		began := time.Now()
		_, err := b.Send(ctx, out)
		var why *msg.SendError
		if !errors.As(err, &why) || why.Kind != msg.Transient || why.Code != "pace" || time.Since(began) != 0 {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		if got := sentAt(t, b, groupA, 1); got[0] != groupEvery {
			t.Errorf("its turn was not given back: %v", got)
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	var r recent[int, int]
	var p pace
	now := time.Now()
	for i := range 3 * most {
		r.put(i, i)
		p.limiter(int64(i), now.Add(time.Duration(i)*time.Millisecond)).AllowN(now, 1)
	}
	if _, old := r.get(0); old || len(r.held) != most || len(r.keys) != most || len(p.chats) > most {
		t.Errorf("%d held, %d keys, %d chats", len(r.held), len(r.keys), len(p.chats))
	}
	if v, known := r.get(3*most - 1); !known || v != 3*most-1 {
		t.Error("the last is forgotten")
	}
}
