package outbox

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/store"
)

// TestSilence: a gateway that does not answer costs a call's time, and the
// message is then in doubt.
func TestSilence(t *testing.T) {
	l := &looker{gateway: gateway{takes: time.Hour}, got: map[string]bool{"k": true}}
	running(t, l, func(b *bench) {
		b.put("k")
		b.after(29 * time.Second)
		if b.store.outcome("k").Status != "" {
			b.Error("it was settled before the call ended")
		}
		b.after(3 * time.Second)
		b.outcome("k", sent("k"))
	})
}

func TestStopFinishesWhatIsBeingSent(t *testing.T) {
	g := &gateway{takes: 5 * time.Second, caps: msg.Caps{Rate: 1}}
	running(t, g, func(b *bench) {
		b.put("begun")
		b.put("paced")
		b.stop()
		b.after(6 * time.Second)
		b.outcome("begun", sent("begun"))
		if e := b.store.waiting("paced"); e == nil || e.Doubtful || !e.lapses.IsZero() {
			b.Errorf("the one that had not begun is left as %+v", e)
		}
		b.put("after the stop")
		if len(g.seen()) != 1 {
			b.Errorf("%d calls", len(g.seen()))
		}
	})
}

func TestStopAbandonsWhatTakesTooLong(t *testing.T) {
	running(t, &gateway{takes: time.Minute}, func(b *bench) {
		b.put("slow")
		b.stop()
		b.after(9 * time.Second)
		if e := b.store.waiting("slow"); e == nil || e.lapses.IsZero() {
			b.Error("it was not left its time")
		}
		if err := <-b.ended; err == nil || !strings.Contains(err.Error(), "cut off after 10s") {
			b.Errorf("got %v", err)
		}
		if e := b.store.waiting("slow"); e == nil || !e.Doubtful || !e.lapses.IsZero() {
			b.Errorf("it is left as %+v", e)
		}
		b.ended <- nil
	})
}

// deaf does not keep to its context.
type deaf struct{ gateway }

func (d *deaf) Send(context.Context, msg.Outbound) (string, error) {
	time.Sleep(time.Hour)
	return "", nil
}

func TestStopDoesNotWaitForTheDeaf(t *testing.T) {
	running(t, &deaf{}, func(b *bench) {
		b.put("k")
		b.stop()
		start := time.Now()
		if err := <-b.ended; err == nil || time.Since(start) != 15*time.Second {
			b.Errorf("after %v: %v", time.Since(start), err)
		}
		b.ended <- nil
		time.Sleep(2 * time.Hour) // the call ends with the bubble
	})
}

func TestStoreTroubleIsSatOut(t *testing.T) {
	g := &gateway{}
	running(t, g, func(b *bench) {
		b.store.claimErr = errors.New("disk full")
		b.store.settling = errors.New("disk full")
		b.put("k")
		b.after(20 * time.Second)
		b.store.mu.Lock()
		b.store.settling = nil
		b.store.mu.Unlock()
		b.after(10 * time.Second)
		b.outcome("k", sent("k"))
		if len(g.seen()) != 1 {
			b.Errorf("%d calls", len(g.seen()))
		}
	})
}

func TestClosedStoreEndsIt(t *testing.T) {
	running(t, &gateway{}, func(b *bench) {
		b.store.mu.Lock()
		b.store.claimErr = store.ErrClosed
		b.store.mu.Unlock()
		b.outbox.Wake()
		if err := <-b.ended; !errors.Is(err, store.ErrClosed) {
			b.Errorf("got %v", err)
		}
		b.ended <- nil
	})
}
