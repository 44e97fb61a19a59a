package ticket_test

import (
	"os"
	"path/filepath"
	"testing"

	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
	"tinban/ticket"
)

// What residents handed over before there was this room is read by it.
func TestQuestionsOfBefore(t *testing.T) {
	old, err := os.ReadFile("../store/bolt/testdata/v3.db")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.View(t.Context(), func(r store.Reader) error {
		lines, err := ticket.List(r, staff.Actor{Role: staff.Officer, Communes: []string{"a-luoi-2"}}, room{}.now)
		if err != nil || len(lines) != 1 {
			t.Fatalf("%d listed, %v", len(lines), err)
		}
		tk := lines[0].Ticket
		if tk.Kind != ticket.Question || tk.State != ticket.Open || tk.Text != "hỏi cán bộ" || !tk.Due.IsZero() || tk.Owner == "" || len(tk.Code) < 5 {
			t.Errorf("it is %+v", tk)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
