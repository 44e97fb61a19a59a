// Package backup makes copies of the store that only somebody with the key can
// open. It is a room of its own because it is the one place where everything
// the service knows leaves it in one piece: what is written here is encrypted
// before it touches the disk, complete before it has its name, and opened again
// before it is trusted.
package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"
)

// Copier is a store that can be copied while it is in use.
type Copier interface {
	// Copy writes the whole store, as it is at one moment.
	Copy(ctx context.Context, w io.Writer) error
}

const (
	prefix = "tinban-"
	suffix = ".db.age"
	stamp  = "20060102T150405Z"
)

// Recipients reads the public keys that copies are encrypted to.
func Recipients(keys []string) ([]age.Recipient, error) {
	var out []age.Recipient
	for _, k := range keys {
		r, err := age.ParseX25519Recipient(strings.TrimSpace(k))
		if err != nil {
			return nil, fmt.Errorf("%q is no age recipient; it begins with age1 and is what age-keygen prints as the public key", k)
		}
		out = append(out, r)
	}
	return out, nil
}

// Make writes one copy into a folder and returns its path. A copy that could
// not be finished leaves nothing behind.
func Make(ctx context.Context, c Copier, dir string, to []age.Recipient, at time.Time) (path string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("backup: the folder %s cannot be made: %w", dir, err)
	}
	f, err := os.CreateTemp(dir, ".unfinished-*")
	if err != nil {
		return "", fmt.Errorf("backup: nothing can be written to %s: %w", dir, err)
	}
	defer os.Remove(f.Name())
	if err := errors.Join(seal(ctx, c, &gentle{ctx: ctx, to: f}, to), f.Sync(), f.Close()); err != nil {
		return "", fmt.Errorf("backup: the copy was not finished: %w", err)
	}
	path = filepath.Join(dir, prefix+at.UTC().Format(stamp)+suffix)
	if err := os.Rename(f.Name(), path); err != nil {
		return "", fmt.Errorf("backup: %w", err)
	}
	return path, nil
}

// A copy goes in steps with pauses between them, and is brought to the disk
// little by little: a message that comes meanwhile must not wait behind a
// hundred megabytes. A district's store takes some seconds so.
const (
	step   = 256 << 10
	pause  = 10 * time.Millisecond
	toDisk = 8 // steps
)

// gentle writes so.
type gentle struct {
	ctx   context.Context
	to    *os.File
	steps int
}

func (g *gentle) Write(p []byte) (int, error) {
	n, err := g.to.Write(p)
	if g.steps++; err == nil && g.steps%toDisk == 0 {
		err = g.to.Sync()
	}
	select {
	case <-g.ctx.Done():
	case <-time.After(pause):
	}
	return n, errors.Join(err, g.ctx.Err())
}

func seal(ctx context.Context, c Copier, w io.Writer, to []age.Recipient) error {
	out := bufio.NewWriterSize(w, step)
	sealed, err := age.Encrypt(out, to...)
	if err != nil {
		return err
	}
	return errors.Join(c.Copy(ctx, sealed), sealed.Close(), out.Flush())
}

// List names the copies in a folder, oldest first.
func List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, e := range entries {
		if _, ok := Made(e.Name()); ok {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(out)
	return out, err
}

// Made is when a copy was made, by its name.
func Made(path string) (time.Time, bool) {
	name, ok := strings.CutPrefix(filepath.Base(path), prefix)
	if !ok {
		return time.Time{}, false
	}
	name, ok = strings.CutSuffix(name, suffix)
	at, err := time.Parse(stamp, name)
	return at, ok && err == nil
}

// Prune deletes all but the newest copies.
func Prune(dir string, keep int) error {
	copies, err := List(dir)
	if err != nil {
		return err
	}
	var errs []error
	for _, path := range copies[:max(len(copies)-keep, 0)] {
		errs = append(errs, os.Remove(path))
	}
	return errors.Join(errs...)
}

// Restore opens a copy with a key and writes the store to a new file. It never
// writes over one that is there.
func Restore(copyPath, keyPath, to string) (err error) {
	key, err := os.Open(keyPath)
	if err != nil {
		return fmt.Errorf("the key %s cannot be read: %w", keyPath, err)
	}
	defer key.Close()
	identities, err := age.ParseIdentities(key)
	if err != nil {
		return fmt.Errorf("%s holds no age key; it is the file age-keygen wrote, with a line that begins AGE-SECRET-KEY-1", keyPath)
	}
	sealed, err := os.Open(copyPath)
	if err != nil {
		return fmt.Errorf("the copy %s cannot be read: %w", copyPath, err)
	}
	defer sealed.Close()
	opened, err := age.Decrypt(bufio.NewReaderSize(sealed, 1<<20), identities...)
	if err != nil {
		return fmt.Errorf("the copy cannot be opened with this key: %w; was it made for another one, or is it damaged?", err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already; restore to a new place and look at it first", to)
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(out, opened)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("the copy is damaged or the disk is full: %w", errors.Join(err, os.Remove(to)))
	}
	return nil
}
