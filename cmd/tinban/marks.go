package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tinban/person"
	"tinban/store"
)

// markKeyFile holds the key of the do-not-send marks beside the store, and is
// no part of it: a copy of the store does not hold it.
const markKeyFile = "mark.key"

// minMarkKey is the shortest key, in letters.
const minMarkKey = 32

// openMarks takes the key from the configuration, or from its file in the data
// folder, which is made at the first start.
func openMarks(cfg config) (*person.Marker, error) {
	key := cfg.Keys.Mark
	if key == "" {
		var err error
		if key, err = markKey(filepath.Join(cfg.Data, markKeyFile)); err != nil {
			return nil, err
		}
	}
	return person.NewMarker([]byte(key))
}

func markKey(path string) (string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newMarkKey(path)
	}
	if err != nil {
		return "", fmt.Errorf("the key of the do-not-send marks cannot be read from %s: %w; may this user read it?", path, err)
	}
	key := strings.TrimSpace(string(data))
	if len(key) < minMarkKey {
		return "", fmt.Errorf("%s holds no key; bring it back from where it was copied to", path)
	}
	return key, nil
}

// newMarkKey writes a key whole or not at all: half a key would be taken for
// one at the next start.
func newMarkKey(path string) (string, error) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	key := hex.EncodeToString(b[:])
	f, err := os.CreateTemp(filepath.Dir(path), markKeyFile+".*") // 0600
	if err != nil {
		return "", fmt.Errorf("the key of the do-not-send marks cannot be written: %w", err)
	}
	defer os.Remove(f.Name()) // is gone already when all went well
	_, err = f.WriteString(key + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	return key, err
}

// probeMarks sees whether the marks in the store are of this key.
func (s *service) probeMarks(ctx context.Context) error {
	err := s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
		s.strange, c, err = s.marks.Probe(r)
		return c, err
	})
	if s.strange {
		s.log.Error("the do-not-send marks in the store are of another key, so none is recognised; bring back mark.key, or set keys.mark, as it was, and start again")
	}
	return err
}
