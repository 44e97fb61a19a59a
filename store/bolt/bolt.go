package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"tinban/store"
)

var _ store.Store = (*Store)(nil)

// lockWait is how long Open waits for another process to let go of the file.
const lockWait = 700 * time.Millisecond

// mapSize is reserved in the address space: to grow past it the file is mapped
// again, which waits for whoever is reading it, and everybody who writes waits
// behind that; a copy of the store reads for many seconds. It takes neither
// memory nor disk. Where addresses are short it is less.
var mapSize = func() int {
	if strconv.IntSize == 64 {
		return int(int64(8) << 30)
	}
	return 256 << 20
}()

// Store is a store.Store in one file.
type Store struct {
	path    string // of the file, whatever links lead there
	file    atomic.Pointer[bbolt.DB]
	now     func() time.Time
	secret  []byte
	queue   queue
	stopped chan struct{} // closed when the writer has gone
	failing atomic.Bool   // the last commit did not reach the disk
	txn     txn           // the writer's own
	// shelved counts changes of records, the writer's own count; published is
	// what it was at the last commit.
	shelved   uint64
	published atomic.Uint64
	touched   touched // since a compaction began; nil when none runs; the writer's own
	unsynced  bool
	compacts  chan struct{}  // holds one token while somebody compacts
	retired   sync.WaitGroup // files that were swapped out and are still read
}

// db is the file as it is now; a compaction puts another in its place.
func (s *Store) db() *bbolt.DB { return s.file.Load() }

// Option changes how a Store works.
type Option func(*Store)

// Clock sets what the store takes for the time; time.Now if not given.
func Clock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// Unsynced leaves it to the machine when what was stored reaches the disk:
// for filling a new store that is made again if that is cut short.
func Unsynced() Option { return func(s *Store) { s.unsynced = true } }

// Open opens the file, or makes it, readable by its owner only. Messages that
// were being sent when the last process ended come back Doubtful and at once.
func Open(path string, opts ...Option) (*Store, error) {
	s := &Store{now: time.Now, stopped: make(chan struct{}), compacts: make(chan struct{}, 1)}
	for _, o := range opts {
		o(s)
	}
	s.queue.ready = make(chan struct{}, 1)
	if err := s.open(path); err != nil {
		return nil, err
	}
	go s.write()
	return s, nil
}

func (s *Store) open(path string) (err error) {
	_, err = os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	db, err := openFile(path)
	if err != nil {
		return openError(path, err)
	}
	db.NoSync = s.unsynced
	s.file.Store(db)
	if err = s.takeOver(path); err == nil && fresh {
		err = syncDir(path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("store: %s cannot be used: %w", path, err), db.Close())
	}
	return nil
}

// openFile opens a file for this process alone.
func openFile(path string) (*bbolt.DB, error) {
	var f *os.File
	// Measured on 150,000 messages (145 MB): leaving the freelist out of the
	// file stores no more messages a second and makes Open take 70 ms instead
	// of half a millisecond; as a map it is no slower than as a list.
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:         lockWait,
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: mapSize,
		NoStatistics:    true,
		OpenFile: func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
			f, err = os.OpenFile(name, flag, mode)
			return f, err
		},
	})
	if err != nil {
		return nil, err
	}
	if err := inPlace(f, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// inPlace fails when a file is not any more the one of its name: its owner
// swapped it while we waited for the lock.
func inPlace(f *os.File, path string) error {
	opened, err := f.Stat()
	if err != nil {
		return err
	}
	there, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !os.SameFile(opened, there) {
		return berrors.ErrTimeout
	}
	return nil
}

// openError says what to do.
func openError(path string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("store: %s is in use by another tinban: stop that one first, or give this one its own folder", path)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrChecksum):
		return fmt.Errorf("store: %s is not a tinban file or is damaged: restore it from a backup, or move it away to start empty: %w", path, err)
	}
	return fmt.Errorf("store: %s cannot be opened for reading and writing: %w", path, err)
}

// takeOver brings the file up to date and takes over from the last process.
func (s *Store) takeOver(path string) (err error) {
	if s.path, err = filepath.EvalSymlinks(path); err != nil {
		return err
	}
	if err := removeBeside(s.path); err != nil {
		return err
	}
	return s.db().Update(func(tx *bbolt.Tx) error {
		if err := migrate(tx); err != nil {
			return err
		}
		s.secret = bytes.Clone(tx.Bucket(bucketNames[inMeta]).Get(keySecret))
		s.txn.begin(s, tx)
		return s.txn.lapseAll()
	})
}

// syncDir makes a new file's name as durable as its content.
func syncDir(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Close stores what is waiting, then closes the file.
func (s *Store) Close() error {
	if !s.queue.close() {
		return store.ErrClosed
	}
	<-s.stopped
	s.compacts <- struct{}{} // a compaction finds the store closed and ends
	defer func() { <-s.compacts }()
	s.retired.Wait()
	return s.db().Close()
}

// view reads from a consistent state of the file. What f holds on to must be
// copied, and f must not wait for a write: a growing file waits for readers.
func (s *Store) view(ctx context.Context, f func(*txn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.queue.isClosed() {
		return store.ErrClosed
	}
	for {
		db := s.db()
		err := db.View(func(tx *bbolt.Tx) error {
			var t txn
			t.begin(s, tx)
			return f(&t)
		})
		if !errors.Is(err, berrors.ErrDatabaseNotOpen) {
			return err
		}
		if db == s.db() { // else a compaction put another in its place
			return store.ErrClosed
		}
	}
}

// Ready goes the way of a message. While commits fail it tries one of its own,
// so that a store that has been made room for recovers without a message.
func (s *Store) Ready(ctx context.Context) error {
	return s.do(ctx, probe{})
}

type probe struct{}

// probeSize is more than a message needs with all the pages it touches: where
// this fits, a message fits.
const probeSize = 64 << 10

func (probe) apply(t *txn) error {
	if !t.s.failing.Load() {
		return nil
	}
	return t.put(inMeta, keyProbe, make([]byte, probeSize))
}
