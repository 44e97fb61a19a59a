package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"tinban/msg"
	"tinban/simulator"
)

// Addresses of people there are not: numbers of a range nobody can have, and
// chats by a name no channel gives.
const (
	sampleSMS  = "sms:+84900000"
	sampleChat = "chat:mau-"
)

func isSample(a msg.Address) bool {
	return strings.HasPrefix(string(a), sampleSMS) || strings.HasPrefix(string(a), sampleChat)
}

// villagers are the phones of the sample town: they take what is sent, and
// say so a moment later, as a gateway does. What is for the two phones of the
// page goes there.
type villagers struct {
	sim   *simulator.Simulator
	heard func(context.Context, msg.Receipt) error
	mu    sync.Mutex
	due   []msg.Receipt // At is when
}

func newVillagers(sim *simulator.Simulator, heard func(context.Context, msg.Receipt) error) *villagers {
	return &villagers{sim: sim, heard: heard}
}

func (v *villagers) channels() []channel {
	return []channel{{v.sim.SMS().Route(), villager{v.sim.SMS(), v}}, {v.sim.Chat().Route(), villager{v.sim.Chat(), v}}}
}

// villager is one of the two routes.
type villager struct {
	*simulator.Phone
	all *villagers
}

// Send implements outbox.Sender.
func (p villager) Send(ctx context.Context, out msg.Outbound) (string, error) {
	if !isSample(out.To) {
		return p.Phone.Send(ctx, out)
	}
	ref, fate, after := fateOf(out.Key)
	p.all.later(msg.Receipt{Route: p.Route(), Ref: ref, Status: fate, At: now().Add(after)})
	return ref, nil
}

// Lookup implements outbox.Looker.
func (p villager) Lookup(ctx context.Context, out msg.Outbound) (ref string, found bool, err error) {
	if !isSample(out.To) {
		return p.Phone.Lookup(ctx, out)
	}
	return "", false, nil // nothing of theirs outlives the process
}

// oneInFails of the sample phones is switched off.
const oneInFails = 31

// fateOf is what becomes of a message, the same whenever it is asked: most
// arrive within ten seconds.
func fateOf(key string) (ref string, fate msg.Status, after time.Duration) {
	sum := sha256.Sum256([]byte(key))
	n := binary.BigEndian.Uint32(sum[:])
	fate = msg.Delivered
	if n%oneInFails == 0 {
		fate = msg.Failed
	}
	return "mau-" + hex.EncodeToString(sum[4:12]), fate, time.Second + time.Duration(n%9000)*time.Millisecond
}

func (v *villagers) later(r msg.Receipt) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.due = append(v.due, r)
}

// run tells of what arrived, until the service stops.
func (v *villagers) run(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		for _, r := range v.arrived(now()) {
			if err := v.heard(ctx, r); err != nil && ctx.Err() == nil {
				return err
			}
		}
	}
}

// arrived takes out what is due by now.
func (v *villagers) arrived(at time.Time) (due []msg.Receipt) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var rest []msg.Receipt
	for _, r := range v.due {
		if r.At.After(at) {
			rest = append(rest, r)
			continue
		}
		due = append(due, r)
	}
	v.due = rest
	return due
}
