package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/synctest"
)

// TestNoticeKilled kills the process that sends a notice with -9, over and over
// and at random points: nobody is missed, on a gateway that knows keys nobody
// gets it twice, and on another only those who were being called just then.
// "tinban loadtest" does the same on a larger scale.
func TestNoticeKilled(t *testing.T) {
	for name, keys := range map[string]bool{"gateway with keys": true, "gateway without": false} {
		t.Run(name, func(t *testing.T) {
			l := &load{dir: t.TempDir(), kills: 30, out: t.Output(), err: t.Output(), self: self}
			got, err := l.killNotice(t.Context(), 1500, keys)
			if err != nil {
				t.Fatal(err)
			}
			if got.kills != 30 || got.twice == 0 {
				t.Errorf("%d kills, and %d calls made again: nothing was in the air", got.kills, got.twice)
			}
			for _, f := range got.figures(keys) {
				if !f.holds() {
					t.Errorf("%s: %g, and the bound is %s", f.Name, f.Value, f.bound())
				}
			}
			t.Logf("%+v", got)
		})
	}
}

// self is the test binary as tinban.
func self(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), "TINBAN_TEST_ROLE=tinban")
	return cmd
}

// TestNoticePaced is a whole notice at a gateway's limit, in simulated time
// over a real store.
func TestNoticePaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := paced(t.Context(), filepath.Join(t.TempDir(), "pace.db"), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if p.Sent != 1000 || p.Twice != 0 || p.Share < 99 || p.Peak > pacedRate {
			t.Errorf("%+v", p)
		}
	})
}
