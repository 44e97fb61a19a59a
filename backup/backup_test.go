package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
)

type text string

func (s text) Copy(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, string(s))
	return err
}

type broken struct{ text }

var errBroken = errors.New("disk")

func (b broken) Copy(ctx context.Context, w io.Writer) error {
	return errors.Join(b.text.Copy(ctx, w), errBroken)
}

func keys(t *testing.T) (to []age.Recipient, keyFile string) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	keyFile = filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(keyFile, []byte(id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	to, err = Recipients([]string{id.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	return to, keyFile
}

var noon = time.Date(2026, 11, 28, 5, 0, 0, 0, time.UTC)

func TestThereAndBack(t *testing.T) {
	to, key := keys(t)
	dir := t.TempDir()
	const secret = "0912345678 hỏi vay vốn"
	path, err := Make(t.Context(), text(strings.Repeat(secret, 10000)), dir, to, noon)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := os.ReadFile(path)
	if err != nil || bytes.Contains(sealed, []byte("0912345678")) {
		t.Fatalf("the copy can be read by anybody: %v", err)
	}
	at, ok := Made(path)
	if !ok || !at.Equal(noon) {
		t.Errorf("made %v, %v", at, ok)
	}
	back := filepath.Join(dir, "back.db")
	if err := Restore(path, key, back); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(back)
	if err != nil || string(got) != strings.Repeat(secret, 10000) {
		t.Errorf("%d bytes came back, %v", len(got), err)
	}
	if err := Restore(path, key, back); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a second time: %v", err)
	}
}

// A copy that could not be finished, or that was damaged, is never taken for
// one.
func TestUnfinishedAndDamaged(t *testing.T) {
	to, key := keys(t)
	_, other := keys(t)
	dir := t.TempDir()
	if _, err := Make(t.Context(), broken{"half"}, dir, to, noon); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
	path, err := Make(t.Context(), text(strings.Repeat("x", 200_000)), dir, to, noon)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"cut": whole[:len(whole)/2], "changed": append(bytes.Clone(whole[:len(whole)-1]), whole[len(whole)-1]^1), "empty": nil} {
		damaged, back := filepath.Join(dir, name), filepath.Join(dir, name+".db")
		if err := os.WriteFile(damaged, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Restore(damaged, key, back); err == nil {
			t.Errorf("%s: restored", name)
		}
		if _, err := os.Stat(back); err == nil {
			t.Errorf("%s: a file was left", name)
		}
	}
	if err := Restore(path, other, filepath.Join(dir, "o")); err == nil || !strings.Contains(err.Error(), "with this key") {
		t.Errorf("another key: %v", err)
	}
	if err := Restore(path, path, filepath.Join(dir, "o")); err == nil || !strings.Contains(err.Error(), "no age key") {
		t.Errorf("no key: %v", err)
	}
}

func TestPruneKeepsTheNewest(t *testing.T) {
	to, _ := keys(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letters.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if _, err := Make(t.Context(), text("x"), dir, to, noon.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := Prune(dir, 2); err != nil {
		t.Fatal(err)
	}
	left, err := List(dir)
	if err != nil || len(left) != 2 || !strings.Contains(left[0], "T0800") || !strings.Contains(left[1], "T0900") {
		t.Errorf("%v is left, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "letters.txt")); err != nil {
		t.Error("what is no copy was deleted")
	}
	if none, err := List(filepath.Join(dir, "nowhere")); err != nil || none != nil {
		t.Errorf("a folder that is not there: %v, %v", none, err)
	}
}

func TestRecipients(t *testing.T) {
	if _, err := Recipients([]string{"age1nonsense"}); err == nil || !strings.Contains(err.Error(), "age-keygen") {
		t.Errorf("%v", err)
	}
}
