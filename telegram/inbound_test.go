package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
)

const (
	ho     = `"from":{"id":5550123,"is_bot":false,"first_name":"Hồ","last_name":"Thị"}`
	alone  = `"chat":{"id":5550123,"type":"private"},"date":1795000000`
	group  = `"chat":{"id":-1001234567890,"type":"supergroup","title":"Thôn 3"},"date":1795000000`
	groupA = "telegram:-1001234567890"
)

// inPrivate is an update with a message that has these fields besides.
func inPrivate(fields string) string {
	return `{"update_id":9,"message":{"message_id":71,` + ho + `,` + alone + `,` + fields + `}}`
}

func inGroup(fields string) string {
	return `{"update_id":9,"message":{"message_id":71,` + ho + `,` + group + `,` + fields + `}}`
}

var at = time.Unix(1795000000, 0)

// said is an Inbound from the resident's own chat.
func said(kind msg.Kind, text string) *msg.Inbound {
	return &msg.Inbound{Kind: kind, Text: text, From: "telegram:5550123", Ref: "5550123:71", At: at}
}

func saidInGroup(kind msg.Kind, text string) *msg.Inbound {
	return &msg.Inbound{Kind: kind, Text: text, From: groupA, Chat: "-1001234567890", Ref: "-1001234567890:71", At: at}
}

// What comes in, and what it means to the house; nil is nothing, and a success
// all the same: Telegram would repeat it for a day.
var updates = map[string]struct {
	json string
	want *msg.Inbound
}{
	"a text":              {inPrivate(`"text":"vay vốn"`), said(msg.Text, "vay vốn")},
	"unknown fields":      {inPrivate(`"text":"vay vốn","rich_text":{"a":[1]},"effect":7`), said(msg.Text, "vay vốn")},
	"no last name":        {`{"update_id":9,"message":{"message_id":71,"from":{"id":5550123,"first_name":"H"},` + alone + `,"text":"a"}}`, said(msg.Text, "a")},
	"marks of their own":  {inPrivate(`"text":"vay vô\u0301n"`), said(msg.Text, "vay vô\u0301n")},
	"broken letters":      {inPrivate("\"text\":\"vay v\xe1\xbbn\""), said(msg.Text, "vay v\ufffd\ufffdn")},
	"half a pair":         {inPrivate(`"text":"vay \ud83d"`), said(msg.Text, "vay \ufffd")},
	"a field of its own":  {inPrivate(`"text":"vay","forward_date":"yesterday"`), said(msg.Text, "vay")},
	"via another bot":     {inPrivate(`"text":"vay","via_bot":{"id":3,"is_bot":true,"first_name":"x"}`), said(msg.Text, "vay")},
	"start":               {inPrivate(`"text":"/start"`), said(msg.Started, "")},
	"start with payload":  {inPrivate(`"text":"/start tohoc-3"`), said(msg.Started, "tohoc-3")},
	"start by name":       {inPrivate(`"text":"/start@tinban_bot"`), said(msg.Started, "")},
	"start in capitals":   {inPrivate(`"text":"/START"`), said(msg.Started, "")},
	"starting is no name": {inPrivate(`"text":"/startup"`), said(msg.Text, "startup")},
	"a command":           {inPrivate(`"text":"/menu"`), said(msg.Text, "menu")},
	"a command by name":   {inPrivate(`"text":"/tiep@tinban_bot"`), said(msg.Text, "tiep")},
	"a command and words": {inPrivate(`"text":"/hoi@tinban_bot vay bao nhiêu"`), said(msg.Text, "hoi vay bao nhiêu")},
	"a command of two":    {inPrivate(`"text":"/lam_lai"`), said(msg.Text, "lam lai")},
	"a command over rows": {inPrivate(`"text":"/hoi\nvay"`), said(msg.Text, "hoi vay")},
	"a slash and a day":   {inPrivate(`"text":"/2/9 có làm không"`), said(msg.Text, "/2/9 có làm không")},
	"a path":              {inPrivate(`"text":"/a/b"`), said(msg.Text, "/a/b")},
	"a slash alone":       {inPrivate(`"text":"/"`), said(msg.Text, "/")},

	"a sticker":       {inPrivate(`"sticker":{"file_id":"f","width":1,"height":1,"thumb":{"file_id":"t"}}`), said(msg.Media, "")},
	"a photo":         {inPrivate(`"photo":[{"file_id":"1"},{"file_id":"2"},{"file_id":"3"},{"file_id":"4"}],"caption":"giấy này được chưa"`), said(msg.Media, "giấy này được chưa")},
	"a video":         {inPrivate(`"video":{"file_id":"f"}`), said(msg.Media, "")},
	"a voice":         {inPrivate(`"voice":{"file_id":"f","duration":3}`), said(msg.Media, "")},
	"a document":      {inPrivate(`"document":{"file_id":"f"}`), said(msg.Media, "")},
	"a location":      {inPrivate(`"location":{"latitude":16.2,"longitude":107.2}`), said(msg.Media, "")},
	"a venue":         {inPrivate(`"venue":{"title":"UBND","address":"x","location":{}},"location":{}`), said(msg.Media, "")},
	"a dice":          {inPrivate(`"dice":{"emoji":"🎲","value":3}`), said(msg.Media, "")},
	"a story":         {inPrivate(`"story":{"id":3}`), said(msg.Media, "")},
	"paid media":      {inPrivate(`"paid_media":{"star_count":3}`), said(msg.Media, "")},
	"of another time": {inPrivate(`"hologram":{"file_id":"f"},"caption":"xem"`), said(msg.Media, "xem")},
	"own number":      {inPrivate(`"contact":{"phone_number":"84912345678","first_name":"H","user_id":5550123}`), said(msg.Contact, "+84912345678")},
	"own number +":    {inPrivate(`"contact":{"phone_number":"+84912345678","first_name":"H","user_id":5550123}`), said(msg.Contact, "+84912345678")},
	"a friend's":      {inPrivate(`"contact":{"phone_number":"84912345678","first_name":"B","user_id":77}`), said(msg.Media, "")},
	"a friend's bare": {inPrivate(`"contact":{"phone_number":"84912345678","first_name":"B"}`), said(msg.Media, "")},

	"64 bits": {
		`{"update_id":9,"message":{"message_id":2147483648,"from":{"id":4503599627370495},"chat":{"id":4503599627370495,"type":"private"},"date":1795000000,"text":"a"}}`,
		&msg.Inbound{Kind: msg.Text, Text: "a", From: "telegram:4503599627370495", Ref: "4503599627370495:2147483648", At: at},
	},

	"a button": {
		`{"update_id":9,"callback_query":{"id":"4382bfdwdsb323b2d9","data":"ask:loan.amount",` + ho + `,"message":{"message_id":70,` + alone + `}}}`,
		&msg.Inbound{Kind: msg.Choice, Choice: "ask:loan.amount", From: "telegram:5550123", Ref: "4382bfdwdsb323b2d9"},
	},
	"a button out of sight": {
		`{"update_id":9,"callback_query":{"id":"c","data":"home",` + ho + `,"message":{"message_id":70,"date":0,"chat":{"id":5550123,"type":"private"}}}}`,
		&msg.Inbound{Kind: msg.Choice, Choice: "home", From: "telegram:5550123", Ref: "c"},
	},
	"a button without message": {
		`{"update_id":9,"callback_query":{"id":"c","data":"home",` + ho + `}}`,
		&msg.Inbound{Kind: msg.Choice, Choice: "home", From: "telegram:5550123", Ref: "c"},
	},
	"a button in a group": {
		`{"update_id":9,"callback_query":{"id":"c","data":"home",` + ho + `,"message":{"message_id":70,` + group + `}}}`,
		&msg.Inbound{Kind: msg.Choice, Choice: "home", From: groupA, Chat: "-1001234567890", Ref: "c"},
	},
	"a button of a game":    {`{"update_id":9,"callback_query":{"id":"c","game_short_name":"g",` + ho + `}}`, nil},
	"a button from nowhere": {`{"update_id":9,"callback_query":{"id":"c","data":"home"}}`, nil},

	"blocked": {
		`{"update_id":9,"my_chat_member":{` + alone + `,` + ho + `,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked","user":{"id":700100200}}}}`,
		&msg.Inbound{Kind: msg.Blocked, From: "telegram:5550123", Ref: "5550123:1795000000:kicked", At: at},
	},
	"back again": {
		`{"update_id":9,"my_chat_member":{` + alone + `,` + ho + `,"old_chat_member":{"status":"kicked"},"new_chat_member":{"status":"member"}}}`,
		&msg.Inbound{Kind: msg.Unblocked, From: "telegram:5550123", Ref: "5550123:1795000000:member", At: at},
	},
	"put out of a group": {`{"update_id":9,"my_chat_member":{` + group + `,` + ho + `,"new_chat_member":{"status":"kicked"}}}`, nil},

	"group, by name":           {inGroup(`"text":"@tinban_bot vay vốn"`), saidInGroup(msg.Text, "vay vốn")},
	"group, by name in row":    {inGroup(`"text":"hỏi @TinBan_Bot, vay vốn?"`), saidInGroup(msg.Text, "hỏi vay vốn?")},
	"group, by name twice":     {inGroup(`"text":"@tinban_bot @tinban_bot vay"`), saidInGroup(msg.Text, "vay")},
	"group, name alone":        {inGroup(`"text":"@tinban_bot"`), saidInGroup(msg.Text, "")},
	"group, a reply to it":     {inGroup(`"text":"2","reply_to_message":{"message_id":70,"from":{"id":700100200,"is_bot":true},` + group + `}`), saidInGroup(msg.Text, "2")},
	"group, a command by name": {inGroup(`"text":"/menu@tinban_bot"`), saidInGroup(msg.Text, "menu")},
	"group, start by name":     {inGroup(`"text":"/start@tinban_bot"`), saidInGroup(msg.Started, "")},
	"group, a photo by name":   {inGroup(`"photo":[{"file_id":"1"}],"caption":"@tinban_bot xem"`), saidInGroup(msg.Media, "xem")},
	"group, among others":      {inGroup(`"text":"vay vốn"`), nil},
	"group, a longer name":     {inGroup(`"text":"@tinban_bot2 vay vốn"`), nil},
	"group, an e-mail":         {inGroup(`"text":"ho@tinban_bot vay vốn"`), nil},
	"group, another's command": {inGroup(`"text":"/menu@other_bot"`), nil},
	"group, anyone's command":  {inGroup(`"text":"/menu"`), nil},
	"group, a reply to other":  {inGroup(`"text":"2","reply_to_message":{"message_id":70,` + ho + `,` + group + `}`), nil},
	"group, a photo":           {inGroup(`"photo":[{"file_id":"1"}]`), nil},
	"group, who joined":        {inGroup(`"new_chat_members":[{"id":700100200,"is_bot":true}]`), nil},
	"group, own number":        {inGroup(`"caption":"@tinban_bot","contact":{"phone_number":"84912345678","user_id":5550123}`), saidInGroup(msg.Media, "")},
	"group, unnamed officer":   {inGroup(`"text":"@tinban_bot vay","sender_chat":{"id":-1001234567890,"type":"supergroup"}`), nil},
	"a small group": {
		`{"update_id":9,"message":{"message_id":71,` + ho + `,"chat":{"id":-55,"type":"group"},"date":1795000000,"text":"@tinban_bot a"}}`,
		&msg.Inbound{Kind: msg.Text, Text: "a", From: "telegram:-55", Chat: "-55", Ref: "-55:71", At: at},
	},

	"a number only":      {`{"update_id":9}`, nil},
	"nothing at all":     {`{}`, nil},
	"edited":             {`{"update_id":9,"edited_message":{"message_id":71,` + ho + `,` + alone + `,"text":"a"}}`, nil},
	"a channel":          {`{"update_id":9,"channel_post":{"message_id":71,"chat":{"id":-100,"type":"channel"},"text":"a"}}`, nil},
	"a channel, as ours": {`{"update_id":9,"message":{"message_id":71,` + ho + `,"chat":{"id":-100,"type":"channel"},"text":"a"}}`, nil},
	"another bot":        {`{"update_id":9,"message":{"message_id":71,"from":{"id":3,"is_bot":true},` + alone + `,"text":"a"}}`, nil},
	"from nobody":        {`{"update_id":9,"message":{"message_id":71,` + alone + `,"text":"a"}}`, nil},
	"no chat":            {`{"update_id":9,"message":{"message_id":71,` + ho + `,"text":"a"}}`, nil},
	"no text":            {inPrivate(`"pinned_message":{"message_id":3}`), nil},
	"a new background":   {inPrivate(`"chat_background_set":{}`), nil},
	"a message of five":  {`{"update_id":9,"message":5}`, nil},
}

func TestUpdates(t *testing.T) {
	now := time.Unix(1795000005, 0)
	for name, tc := range updates {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Config{Secret: secret, Now: func() time.Time { return now }}).knows()
			if w := b.called(tc.json); w.Code != http.StatusOK {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			var want []msg.Inbound
			if tc.want != nil {
				in := *tc.want
				in.Gateway, in.To = "telegram", "@tinban_bot"
				if in.At.IsZero() {
					in.At = now
				}
				want = append(want, in)
			}
			// As strings: an Address shows itself masked.
			if got := b.sink.got(); !cmp.Equal(got, want) {
				t.Errorf("got %s\nwant %s", plainly(got), plainly(want))
			}
		})
	}
}

func plainly(in []msg.Inbound) string {
	b, _ := json.Marshal(in)
	return string(b)
}

// A date of another age would not be storable, nor tell anybody anything.
func TestDates(t *testing.T) {
	now := time.Unix(1795000005, 0)
	for date, want := range map[string]time.Time{
		"1795000000": at, "0": now, "-5": now, "1795000000000": now, "9007199254740991": now,
	} {
		b := newBench(t, Config{Secret: secret, Now: func() time.Time { return now }})
		b.called(`{"update_id":9,"message":{"message_id":71,` + ho + `,"chat":{"id":5550123,"type":"private"},"date":` + date + `,"text":"a"}}`)
		if got := b.sink.got(); len(got) != 1 || !got[0].At.Equal(want) {
			t.Errorf("%s became %v", date, got)
		}
	}
}

// Two groups may have a message of the same number.
func TestRefsAreOfAChat(t *testing.T) {
	b := newBench(t, Config{Secret: secret}).knows()
	for _, chat := range []string{"-100", "-200"} {
		b.called(`{"update_id":9,"message":{"message_id":71,` + ho + `,"chat":{"id":` + chat + `,"type":"supergroup"},"date":1,"text":"@tinban_bot a"}}`)
	}
	if got := b.sink.got(); len(got) != 2 {
		t.Errorf("%d messages", len(got))
	}
}

func TestCalledByStrangers(t *testing.T) {
	good := wrote(1, 1, "vay vốn bí mật")
	for name, tc := range map[string]struct {
		body   string
		header []string
		code   int
	}{
		"right":         {good, nil, 200},
		"no secret":     {good, []string{"X-Telegram-Bot-Api-Secret-Token", ""}, 403},
		"wrong secret":  {good, []string{"X-Telegram-Bot-Api-Secret-Token", secret[:5] + strings.Repeat("x", len(secret)-5)}, 403},
		"longer secret": {good, []string{"X-Telegram-Bot-Api-Secret-Token", secret + "x"}, 403},
		"half a JSON":   {good[:len(good)-9], nil, 400},
		"foo":           {"foo", nil, 400},
		"a string":      {`"foo"`, nil, 400},
		"a list":        {`[` + good + `]`, nil, 400},
		"two at once":   {good + good, nil, 400},
		"empty":         {"", nil, 400},
		"10 MB":         {`{"update_id":9,"a":"` + strings.Repeat("x", 10<<20) + `"}`, nil, 413},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Config{Secret: secret})
			w := b.called(tc.body, tc.header...)
			if w.Code != tc.code || (len(b.sink.got()) == 1) != (tc.code == 200) {
				t.Errorf("%d %s, %d stored", w.Code, w.Body, len(b.sink.got()))
			}
			unleaked(t, w.Body.String())
		})
	}
}

func TestCalledOtherwise(t *testing.T) {
	b := newBench(t, Config{Secret: secret})
	mux := http.NewServeMux()
	b.Mount(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/gateways/telegram/webhook", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", w.Code)
	}
	cut := httptest.NewRequest("POST", "/gateways/telegram/webhook", iotest.ErrReader(io.ErrUnexpectedEOF))
	cut.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	w = httptest.NewRecorder()
	mux.ServeHTTP(w, cut)
	if w.Code != http.StatusBadRequest {
		t.Errorf("a call that breaks off: %d", w.Code)
	}
	open := newBench(t, Config{})
	if w := open.called(wrote(1, 1, "a"), "X-Telegram-Bot-Api-Secret-Token", ""); w.Code != http.StatusNotFound {
		t.Errorf("without a secret anybody may write: %d", w.Code)
	}
}

// What is not stored is not acknowledged: Telegram sends it again.
func TestSinkTroubleIsTold(t *testing.T) {
	b := newBench(t, Config{Secret: secret})
	b.sink.fails = 1
	if w := b.called(wrote(1, 1, "a")); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", w.Code)
	}
	for range 2 {
		if w := b.called(wrote(1, 1, "a")); w.Code != http.StatusOK {
			t.Errorf("%d", w.Code)
		}
	}
	if len(b.sink.got()) != 1 {
		t.Errorf("stored %d times", len(b.sink.got()))
	}
}

func TestTwentyAtOnce(t *testing.T) {
	b := newBench(t, Config{Secret: secret})
	var calls sync.WaitGroup
	for range 20 {
		calls.Go(func() {
			if w := b.called(wrote(1, 1, "a")); w.Code != http.StatusOK {
				t.Errorf("%d", w.Code)
			}
		})
	}
	calls.Wait()
	if len(b.sink.got()) != 1 {
		t.Errorf("stored %d times", len(b.sink.got()))
	}
}

// In a group the bot must know its name; until it does, Telegram keeps what
// was written there.
func TestNameIsLearntForAGroup(t *testing.T) {
	b := newBench(t, Config{Secret: secret})
	b.far.first("getMe", 1, reply{err: errors.New("no network")})
	in := inGroup(`"text":"@tinban_bot vay"`)
	if w := b.called(in); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d while nobody knows whether it is meant", w.Code)
	}
	if w := b.called(in); w.Code != http.StatusOK || len(b.sink.got()) != 1 {
		t.Errorf("%d, %d stored", w.Code, len(b.sink.got()))
	}
	b.called(wrote(2, 2, "a"))
	if n := len(b.far.made("getMe")); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// A pressed button gets its answer once it is stored, and not before.
func TestButtonIsAnswered(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{Secret: secret})
		b.far.first("answerCallbackQuery", 1, no(400, "Bad Request: query is too old and response timeout expired or query ID is invalid", ""))
		press := `{"update_id":9,"callback_query":{"id":"c9","data":"home",` + ho + `}}`
		b.sink.fails = 1
		b.called(press)
		settle()
		if n := len(b.far.made("answerCallbackQuery")); n != 0 {
			t.Errorf("%d answers before it was stored", n)
		}
		if w := b.called(press); w.Code != http.StatusOK {
			t.Errorf("%d", w.Code)
		}
		settle()
		calls := b.far.made("answerCallbackQuery")
		if len(calls) != 1 || calls[0].form.Get("callback_query_id") != "c9" {
			t.Errorf("%v", calls)
		}
		if b.log() != "" {
			t.Errorf("a late answer is no news: %s", b.log())
		}
	})
}

// FuzzUpdate: whatever comes, nothing panics, nothing is our fault, and what
// is handed on is whole.
func FuzzUpdate(f *testing.F) {
	for _, u := range updates {
		f.Add([]byte(u.json))
	}
	f.Add([]byte(`{"update_id":1e99,"message":{"message_id":-1,"chat":{"id":-1,"type":"private"},"from":{},"text":"@"}}`))
	f.Add([]byte(`{"message":{"message_id":1,"chat":{"id":1,"type":"private"},"from":{"id":1},"text":"/` + strings.Repeat("a", 300) + ` @tinban_bot"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b := newBench(t, Config{Secret: secret}).knows()
		w := b.called(string(body))
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		for _, in := range b.sink.got() {
			if in.From.Scheme() != "telegram" || in.From.Bare() == "" || in.Ref == "" || in.Kind == "" || in.Gateway != "telegram" {
				t.Fatalf("%s", plainly([]msg.Inbound{in}))
			}
			if !utf8.ValidString(in.Text + in.Choice + in.Ref) {
				t.Fatalf("broken letters: %q %q", in.Text, in.Choice)
			}
			if _, err := in.At.MarshalJSON(); err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(in.From) == string(in.From) {
				t.Fatalf("an address shows itself: %v", in.From)
			}
		}
	})
}
