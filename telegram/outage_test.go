package telegram

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestUnreachableFromTheStart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		began := time.Now()
		b.far.says("getMe", func(made) reply {
			if time.Since(began) < 3*time.Hour {
				return noNetwork
			}
			return reply{}
		})
		b.far.gets(wrote(300, 1, "một"))
		b.run(4 * time.Hour)
		if len(b.sink.got()) != 1 {
			t.Errorf("%d stored", len(b.sink.got()))
		}
		if b.lines("not reachable") != 1 || b.lines("works again") != 1 || b.lines("\n") != 2 {
			t.Errorf("the log says: %s", b.log())
		}
		if n := len(b.far.made("getMe")); n < 120 || n > 200 {
			t.Errorf("tried %d times in three hours", n)
		}
	})
}

func TestOutageWhileRunning(t *testing.T) {
	for name, r := range map[string]reply{
		"no network":    noNetwork,
		"broken off":    {err: errors.New("read: connection reset by peer " + token)},
		"a page of 502": {status: 502, body: "<html>Bad Gateway</html>"},
		"a page of 200": {status: 200, body: "<html>Trang bị chặn</html>"},
		"a redirect":    {status: 302, body: ""},
		"cut off":       {status: 200, body: `{"ok":true,"resu`},
		"500":           no(500, "Internal Server Error", ""),
		"quiet":         no(429, "Too Many Requests: retry after 5", `{"retry_after":5}`),
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				b := newBench(t, Config{})
				b.far.gets(wrote(300, 1, "một"))
				b.far.first("getUpdates", 5, r)
				b.run(10 * time.Minute)
				if got := b.sink.texts(); !cmp.Equal(got, []string{"một"}) {
					t.Errorf("%q", got)
				}
				if b.lines("\n") != 2 || b.lines("works again") != 1 {
					t.Errorf("the log says: %s", b.log())
				}
			})
		})
	}
}

// A second outage begins with short pauses again.
func TestPausesBeginAnew(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		n := 0
		b.far.says("getUpdates", func(made) reply {
			if n++; n == 7 {
				return reply{}
			}
			return noNetwork
		})
		b.run(6 * time.Minute)
		calls := b.far.made("getUpdates")
		if long := calls[6].at.Sub(calls[5].at); long < 30*time.Second {
			t.Errorf("after six failures it waited %v", long)
		}
		if short := calls[8].at.Sub(calls[7].at); short > 2*time.Second {
			t.Errorf("after one failure it waited %v", short)
		}
	})
}

func TestTokenIsRevokedAndGivenBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		b.far.gets(wrote(300, 1, "một"))
		b.far.first("getUpdates", 3, no(401, "Unauthorized", ""))
		b.far.first("setMyCommands", 3, no(401, "Unauthorized", ""))
		b.run(2 * time.Hour)
		if len(b.sink.got()) != 1 || b.lines("token is refused") != 1 || b.lines("works again") != 1 || b.lines("\n") != 2 {
			t.Errorf("%d stored, the log says: %s", len(b.sink.got()), b.log())
		}
		calls := b.far.made("getUpdates")
		for i := range 3 {
			if gap := calls[i+1].at.Sub(calls[i].at); gap < 10*time.Minute {
				t.Errorf("tried again after %v", gap)
			}
		}
	})
}
