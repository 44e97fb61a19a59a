package console

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"tinban/bot"
	"tinban/content"
	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
)

var hue = time.FixedZone("+07", 7*60*60)

// office is a console on a real store, with one account for each role.
type office struct {
	*testing.T
	store *bolt.Store
	srv   *httptest.Server
	clock time.Time
	c     *Console

	notice, course, ticket string // what furnish made
}

// The people of the office: who they are is in their names.
var people = []struct {
	id       staff.ID
	role     staff.Role
	communes []string
}{
	{"an", staff.Admin, nil},
	{"binh", staff.Leader, []string{"a-luoi-3"}},
	{"lan", staff.Officer, []string{"a-luoi-3"}},
	{"xa", staff.Officer, []string{"a-luoi-1"}},
	{"tam", staff.Training, nil},
	{"yen", staff.Editor, nil},
	{"vui", staff.Viewer, nil},
}

const password = "bon tu khong lien quan"

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{T: t, clock: time.Date(2026, 11, 25, 9, 0, 0, 0, hue)}
	var err error
	o.store, err = bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return o.clock }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.store.Close() })
	o.appoint()
	o.c = o.open(o.config())
	o.srv = httptest.NewServer(o.c.Handler())
	t.Cleanup(o.srv.Close)
	return o
}

func (o *office) config() Config {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		o.Fatal(err)
	}
	say, err := locales.Load()
	if err != nil {
		o.Fatal(err)
	}
	know := bot.NewKnowledge(lib, nil)
	caps := map[string]msg.Caps{
		"sim":      {Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay, PricePerPart: 350, Rate: 0.05},
		"telegram": {Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true},
	}
	now := func() time.Time { return o.clock }
	board := &notice.Board{
		Say: say.In(locales.Own), Routes: []notice.Route{{Name: "sim", Caps: caps["sim"]}, {Name: "telegram", Caps: caps["telegram"]}},
		Commune: func(id string) (string, bool) {
			c := lib.Commune(id)
			if c == nil {
				return "", false
			}
			return c.Name, true
		},
	}
	talk := bot.New(bot.Config{
		Knowledge: func() *bot.Knowledge { return know }, Say: say, Now: now, Notices: board,
		Caps: func(route string) (msg.Caps, bool) { c, ok := caps[route]; return c, ok },
	})
	return Config{
		Bot: talk, Board: board,
		Store: o.store, Knowledge: func() *bot.Knowledge { return know }, Say: say, Zone: hue,
		Now: now,
		Health: func(context.Context) (Health, error) {
			return Health{Started: o.clock, Routes: []Route{
				{Name: "sim", Up: true, Caps: caps["sim"]},
				{Name: "telegram", Caps: caps["telegram"]},
			}}, nil
		},
	}
}

func (o *office) open(cfg Config) *Console {
	c, err := New(cfg)
	if err != nil {
		o.Fatal(err)
	}
	return c
}

// appoint makes the accounts, all with the same password.
func (o *office) appoint() {
	o.Helper()
	cheap := &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	for _, p := range people {
		step := staff.Step{By: staff.Operator, At: o.clock, Today: []string{"a-luoi-1", "a-luoi-2", "a-luoi-3", "a-luoi-4", "a-luoi-5"}}
		o.update(func(r store.Reader) (store.Changes, error) {
			_, c, err := staff.Add(r, step, p.id, staff.Terms{Name: "Người " + strings.ToUpper(string(p.id)), Role: p.role, Communes: p.communes, Everywhere: p.communes == nil})
			return c, err
		})
		seed := staff.Seed{p.id[0], byte(len(p.id))}
		var code string
		o.update(func(r store.Reader) (c store.Changes, err error) {
			code, c, err = staff.Invite(r, step, p.id, staff.ForPassword, seed)
			return c, err
		})
		hashed, err := staff.NewPassword(staff.Account{ID: p.id}, password, cheap)
		if err != nil {
			o.Fatal(err)
		}
		o.update(func(r store.Reader) (store.Changes, error) {
			no, c, err := staff.RedeemPassword(r, code, hashed, o.clock)
			if no != nil {
				o.Fatal(no)
			}
			return c, err
		})
	}
}

func (o *office) update(decide func(store.Reader) (store.Changes, error)) {
	o.Helper()
	if err := o.store.Update(o.Context(), decide); err != nil {
		o.Fatal(err)
	}
}

// browser is somebody's.
type browser struct {
	*office
	http.Client
}

// stranger has no account.
func (o *office) stranger() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.Fatal(err)
	}
	return &browser{o, http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is somebody signed in.
func (o *office) as(id staff.ID) *browser {
	o.Helper()
	b := o.stranger()
	got := b.post("/vao", url.Values{"ten": {string(id)}, "mat_khau": {password}})
	if got.status != http.StatusSeeOther {
		o.Fatalf("%s could not sign in: %d %s", id, got.status, got.body)
	}
	return b
}

// reply is what a browser got.
type reply struct {
	status int
	body   string
	to     string // where it was sent
	header http.Header
}

func (b *browser) get(path string) reply { return b.call(http.MethodGet, path, nil, nil) }

func (b *browser) post(path string, form url.Values) reply {
	return b.call(http.MethodPost, path, strings.NewReader(form.Encode()), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

// follow posts, and opens the page it leads to.
func (b *browser) follow(path string, form url.Values) reply {
	b.Helper()
	got := b.post(path, form)
	if got.status != http.StatusSeeOther {
		b.Fatalf("POST %s: %d %s", path, got.status, got.body)
	}
	return b.get(got.to)
}

func (b *browser) call(method, path string, body io.Reader, header http.Header) reply {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), method, b.srv.URL+path, body)
	if err != nil {
		b.Fatal(err)
	}
	for k, v := range header {
		req.Header[k] = v
	}
	res, err := b.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return reply{res.StatusCode, string(text), res.Header.Get("Location"), res.Header}
}

// newEmptyOffice has no account, and prints a code.
func newEmptyOffice(t *testing.T, setup string) *office {
	t.Helper()
	o := &office{T: t, clock: time.Date(2026, 11, 25, 9, 0, 0, 0, hue)}
	var err error
	o.store, err = bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return o.clock }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.store.Close() })
	cfg := o.config()
	cfg.Setup = setup
	o.c = o.open(cfg)
	o.srv = httptest.NewServer(o.c.Handler())
	t.Cleanup(o.srv.Close)
	return o
}
