package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"go.etcd.io/bbolt"
)

// Copy implements store.Store. It reads from one consistent state of the file;
// messages go on being stored meanwhile, into pages of their own.
func (s *Store) Copy(ctx context.Context, w io.Writer) error {
	return s.view(ctx, func(t *txn) error {
		_, err := t.tx.WriteTo(stoppable{ctx, w})
		return cmp.Or(ctx.Err(), err) // bbolt does not wrap what the writer said
	})
}

// stoppable ends a long copy when its caller has gone.
type stoppable struct {
	ctx context.Context
	w   io.Writer
}

func (s stoppable) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(p)
}

// Check goes through a file page by page, without changing it, and says what
// is damaged.
func Check(path string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, ReadOnly: true})
	if err != nil {
		return openError(path, err)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		var errs []error
		for err := range tx.Check() {
			errs = append(errs, err)
		}
		if tx.Bucket(bucketNames[inContacts]) == nil {
			errs = append(errs, errors.New("it holds no contacts: this is no store of tinban"))
		}
		return errors.Join(errs...)
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("store: %s is damaged: %w", path, err)
	}
	return nil
}
