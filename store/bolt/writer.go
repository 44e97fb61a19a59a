package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"go.etcd.io/bbolt"

	"tinban/store"
)

// groupSize bounds a transaction, so that the first of a group never waits
// for more than this many others.
const groupSize = 256

// op is one call's share of a transaction. An error before its first write
// costs the call only; one after it makes the writer begin the group again
// without the call. So apply must be able to run more than once.
type op interface {
	apply(t *txn) error
}

// job is an op on its way through the queue, or something else the writer is
// to do between two transactions.
type job struct {
	op      op
	between func() error
	err     error
	taken   atomic.Bool // by the writer, or by a caller who gave up
	done    chan error
}

// queue is where calls wait for the writer. It has no limit: each caller has
// one job in it and waits.
type queue struct {
	mu      sync.Mutex
	waiting []*job
	closed  bool
	ready   chan struct{} // holds one token when there may be something
}

func (q *queue) push(j *job) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return store.ErrClosed
	}
	q.waiting = append(q.waiting, j)
	q.ring()
	return nil
}

func (q *queue) ring() {
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

func (q *queue) close() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	first := !q.closed
	q.closed = true
	q.ring()
	return first
}

func (q *queue) isClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}

// take waits for jobs and returns a group of them; ok is false when the queue
// is closed and empty.
func (q *queue) take(group []*job) (_ []*job, ok bool) {
	for range q.ready {
		// Those who were just answered get to the queue before it is emptied:
		// else every second group would be the one caller who was quickest.
		runtime.Gosched()
		q.mu.Lock()
		n := min(len(q.waiting), groupSize)
		for _, j := range q.waiting[:n] {
			if j.taken.CompareAndSwap(false, true) {
				group = append(group, j)
			}
		}
		rest := copy(q.waiting, q.waiting[n:])
		clear(q.waiting[rest:])
		q.waiting = q.waiting[:rest]
		closed := q.closed
		if rest > 0 || closed {
			q.ring()
		}
		q.mu.Unlock()
		if len(group) > 0 {
			return group, true
		}
		if closed && rest == 0 {
			return nil, false
		}
	}
	return nil, false
}

// do takes an op through the queue. When ctx ends while it still waits there
// it is withdrawn and ctx's error returned; once the writer has it, do waits
// for the outcome: a caller always knows whether it was stored.
func (s *Store) do(ctx context.Context, o op) error {
	return s.send(ctx, &job{op: o, done: make(chan error, 1)})
}

// between has the writer call f while no transaction of its own is open.
func (s *Store) between(ctx context.Context, f func() error) error {
	return s.send(ctx, &job{between: f, done: make(chan error, 1)})
}

func (s *Store) send(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.queue.push(j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
	}
	if j.taken.CompareAndSwap(false, true) {
		return ctx.Err()
	}
	return <-j.done
}

// write is the one goroutine that changes the file.
func (s *Store) write() {
	defer close(s.stopped)
	var group []*job
	for {
		var ok bool
		if group, ok = s.queue.take(group[:0]); !ok {
			return
		}
		s.serve(group)
		clear(group)
	}
}

// serve commits what is to be committed of a group, then does the rest.
func (s *Store) serve(group []*job) {
	ops := make([]*job, 0, len(group))
	for _, j := range group {
		if j.op != nil {
			ops = append(ops, j)
		}
	}
	s.commit(ops)
	for _, j := range group {
		if j.between != nil {
			j.done <- called(j.between)
		}
	}
}

func called(f func() error) (err error) {
	defer recovered(&err)
	return f()
}

// commit stores a group, without those who cannot be stored, and answers all.
func (s *Store) commit(group []*job) {
	for len(group) > 0 {
		bad, err := s.try(group)
		if bad < 0 {
			answer(group, err)
			return
		}
		answer(group[bad:bad+1], nil)
		group = append(group[:bad:bad], group[bad+1:]...)
	}
}

func answer(group []*job, err error) {
	for _, j := range group {
		if j.err == nil && err != nil {
			j.err = err
		}
		j.done <- j.err
	}
}

var (
	errRedo    = errors.New("redo without one")
	errNothing = errors.New("nothing to commit")
)

// try runs a group in one transaction. bad is the index of a job that failed
// halfway: then nothing was stored.
func (s *Store) try(group []*job) (bad int, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.failing.Store(true)
			bad, err = -1, &PanicError{During: "committing", Value: p, Stack: debug.Stack()}
		}
	}()
	bad = -1
	err = s.db().Update(func(tx *bbolt.Tx) error {
		t := &s.txn
		t.begin(s, tx)
		var wrote bool
		for i, j := range group {
			t.wrote = false
			if j.err = run(j.op, t); j.err != nil && t.wrote {
				bad = i
				return errRedo
			}
			wrote = wrote || t.wrote
		}
		if !wrote {
			return errNothing
		}
		return nil
	})
	switch {
	case err == nil:
		s.published.Store(s.shelved)
		s.failing.Store(false)
	case errors.Is(err, errNothing), errors.Is(err, errRedo):
		err = nil
	default:
		s.failing.Store(true)
		err = fmt.Errorf("store: not stored: %w", err)
	}
	return bad, err
}

func run(o op, t *txn) (err error) {
	defer recovered(&err)
	if err := o.apply(t); err != nil {
		return err
	}
	return t.tally()
}

// recovered turns a panic into an error; it is to be deferred.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = &PanicError{During: "deciding", Value: p, Stack: debug.Stack()}
	}
}

// PanicError is a panic of a Decide, or of bbolt, as the error of the message
// it cost. Its words do not show Value, which may hold what somebody wrote;
// Stack never does.
type PanicError struct {
	During string
	Value  any
	Stack  []byte
}

func (e *PanicError) Error() string {
	if r, ok := e.Value.(runtime.Error); ok {
		return fmt.Sprintf("store: panic while %s: %v", e.During, r)
	}
	return fmt.Sprintf("store: panic while %s (%T)", e.During, e.Value)
}
