package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// types runs a command with something piped in, and returns what it said.
func (w *town) types(line, piped string) string {
	w.Helper()
	var out bytes.Buffer
	if err := w.s.runRoom(w.Context(), words(line), strings.NewReader(piped), &out); err != nil {
		fmt.Fprintln(&out, "✗", err)
	}
	return out.String()
}

// says fails where something that was said lacks one of these.
func (w *town) says(said string, wants ...string) {
	w.Helper()
	for _, want := range wants {
		if !strings.Contains(said, want) {
			w.Errorf("%q is not in\n%s", want, said)
		}
	}
}

func (w *town) writes(from, text string) {
	w.Helper()
	w.receive(w.inbound("sms", from, text))
	w.sent()
}

// newOffice is a town with an officer for A Lưới 3 and one for everywhere.
func newOffice(t *testing.T) *town {
	w := newTown(t)
	w.types(`staff add lan --name "Kan Thi Lan" --role officer --commune "a luoi 3"`, "")
	w.types(`staff add nam --name "Ho Van Nam" --role officer --everywhere`, "")
	w.types(`staff add mai --name "Le Thi Mai" --role viewer --everywhere`, "")
	return w
}

func (w *town) subscribers(commune string) (n int) {
	w.Helper()
	err := w.s.store.View(w.Context(), func(r store.Reader) error {
		return person.Subscribers(r, commune, "", func(string, person.Subscriber) bool { n++; return true })
	})
	if err != nil {
		w.Fatal(err)
	}
	return n
}

func (w *town) logged(did string) (n int) {
	w.Helper()
	return strings.Count(w.types("audit list --json", ""), `"did":"`+did+`"`)
}

const listHeading = "so_dien_thoai,xa,chu_de,dong_y\n"

func TestImportPeople(t *testing.T) {
	w := newOffice(t)
	w.writes("0912000003", "HUY")
	good := listHeading + "0912000001,Hồng Thượng,họp dân + lớp nghề,giấy 1/6/2026 lan\n0912 000 002,A Lưới 3,tất cả,miệng 2026-06-02 lan\n"
	bad := good + "0912000003,a luoi 3,hop dan,giay 1/6/2026 lan\n12345,a luoi 3,hop dan,giay 1/6/2026 lan\n12346,a luoi 3,hop dan,giay 1/6/2026 lan\n"
	said := w.types("person import - --as lan", bad)
	w.says(said, "5 rows: 2 people would be entered, 0 take news already, 3 rows are wrong", "row 4: this person wants no news", "rows 5-6: no mobile number", "--leave-out 3")
	if strings.Contains(said, "12346") || strings.Contains(said, "912000003") || w.subscribers("a-luoi-3") > 0 {
		t.Errorf("a preview shows a number or enters somebody\n%s", said)
	}
	hash := regexp.MustCompile(`--apply (\w+)`).FindStringSubmatch(said)[1]
	w.says(w.types("person import - --as lan --apply "+hash, bad), "3 rows are wrong")
	w.says(w.types("person import - --as lan --apply "+hash+" --leave-out 3", good), "not the list that was previewed")
	w.says(w.types("person import - --as mai --apply "+hash+" --leave-out 3", bad), "✗")
	if w.subscribers("a-luoi-3") > 0 {
		t.Fatal("something was entered")
	}

	w.says(w.types("person import - --as lan --apply "+hash+" --leave-out 3", bad), "entered: 2 people")
	if n := w.subscribers("a-luoi-3"); n != 2 {
		t.Errorf("%d take news", n)
	}
	if n := w.logged("contact.import"); n != 1 {
		t.Errorf("logged %d times", n)
	}
	w.says(w.types("person import - --as lan", bad), "2 take news already", "entered before: 2 people")
	w.says(w.types("person import - --as lan --apply "+hash+" --leave-out 3", bad), "entered: 2 people")
	if n := w.logged("contact.import"); n != 1 {
		t.Errorf("logged %d times after a repetition", n)
	}
	w.receive(w.inbound("sms", "0912000001", "XEM"))
	w.says(w.sent(), "nhan tin xa A Luoi 3 (hop dan, lop nghe), dong y tren giay ngay 01/06/2026")
}

// An officer enters people of their own commune only.
func TestImportOfAnotherCommune(t *testing.T) {
	w := newOffice(t)
	list := listHeading + "0912000001,A Lưới 5,tất cả,giấy 1/6/2026 lan\n"
	w.says(w.types("person import - --as lan", list), "0 people would be entered", "row 2: xã A Lưới 5 is another commune than yours")
	w.says(w.types("person import - --as nam", list), "1 people would be entered")
	w.says(w.types("person import - --as nam", "nothing\n"), "✗ The first row must name the columns")
	w.says(w.types("person import --as nam", ""), "standard input")
}

// A list that was cut off goes on where it stopped.
func TestImportIsTakenUpAgain(t *testing.T) {
	w := newOffice(t)
	var list strings.Builder
	list.WriteString(listHeading)
	for i := range person.ImportPage + 20 {
		fmt.Fprintf(&list, "0%d,A Lưới 3,tất cả,giấy 1/6/2026 lan\n", 912_000_001+i)
	}
	said := w.types("person import - --as lan", list.String())
	hash := regexp.MustCompile(`--apply (\w+)`).FindStringSubmatch(said)[1]
	ids := make([]store.ContactID, 7) // a page, as a kill leaves it
	for i := range ids {
		ids[i] = store.NewContactID()
	}
	err := w.s.store.Update(t.Context(), func(r store.Reader) (store.Changes, error) {
		l, err := person.ReadImport(strings.NewReader(list.String()), registry{s: w.s}.importRules(r, staff.Actor{Role: staff.Officer}))
		if err != nil {
			return store.Changes{}, err
		}
		_, c, err := person.Import(r, w.s.marks, l.Ref, townSMS, l.Entries, ids, w.clock)
		return c, err
	})
	if err != nil || w.subscribers("a-luoi-3") != 7 {
		t.Fatal(err, w.subscribers("a-luoi-3"))
	}
	w.says(w.types("person import - --as lan", list.String()), "begun and entered as far as row 8")
	w.says(w.types("person import - --as lan --apply "+hash, list.String()), fmt.Sprintf("entered: %d people", person.ImportPage+20))
	if n := w.subscribers("a-luoi-3"); n != person.ImportPage+20 {
		t.Errorf("%d take news", n)
	}
}

func TestShowAndDeletePerson(t *testing.T) {
	w := newOffice(t)
	w.writes("0912000001", "TIN A LUOI 3")
	w.writes("0912000001", "1")
	w.writes("0912000005", "TIN A LUOI 5")
	w.writes("0912000005", "1")

	w.says(w.types("person show 0912000001 --as lan", ""), "and why?")
	said := w.types(`person show 0912000001 --as lan --reason "asked at the office, 0912000001"`, "")
	w.says(said, "news of A Lưới 3 commune (all), agreed by SMS on 10/06/2026")
	if strings.Contains(said, "912000001") {
		t.Errorf("the number is shown: %s", said)
	}
	if n := w.logged("person.show"); n != 1 || strings.Contains(w.types("audit list --json", ""), "912000001") {
		t.Errorf("logged %d times, or with a number", n)
	}
	w.says(w.types(`person show 0912000005 --as lan --reason x`, ""), "✗")
	w.says(w.types(`person show 0912000001 --as mai --reason x`, ""), "✗")
	w.says(w.types(`person show 0912000009 --as lan --reason x`, ""), "nothing is kept")

	contact := regexp.MustCompile(`contact (\w+)`).FindStringSubmatch(said)[1]
	w.says(w.types("person delete "+contact+" --as lan --reason x", ""), "deleted", "do-not-send mark")
	w.says(w.types(`person show 0912000001 --as lan --reason x`, ""), "nothing is kept")
	list := listHeading + "0912000001,A Lưới 3,tất cả,giấy 1/6/2026 lan\n"
	w.says(w.types("person import - --as lan", list), "row 2: this person wants no news", "nothing to enter")
	w.says(w.types(`person delete 0912000007 --as lan --reason "asked aloud" --do-not-send`, ""), "nothing was kept", "mark")
	w.says(w.types("person import - --as lan", strings.ReplaceAll(list, "0912000001", "0912000007")), "wants no news")
	if n := w.logged("person.delete"); n != 2 {
		t.Errorf("logged %d times", n)
	}
	w.writes("0912000001", "TIN A LUOI 3")
	w.writes("0912000001", "1")
	if w.subscribers("a-luoi-3") != 1 {
		t.Error("whoever has a mark cannot subscribe themselves")
	}
	w.says(w.types("person import - --as lan", list), "1 take news already")
}

// After XOA and the night no byte of the number, the name or the words is left
// in the store's file.
func TestNothingIsLeftAfterForgetting(t *testing.T) {
	w := newTown(t)
	phone, chat := "0912777888", "5550987"
	for _, text := range []string{"TIN HONG THUONG", "1", "hộ nghèo vay được bao nhiêu xyzzyplugh", "9"} {
		w.writes(phone, text)
	}
	talk := func(verb, text string) { w.receive(w.inbound(verb, chat, text)); w.sent() }
	talk("chat", "TIN A LUOI 3")
	talk("press", "Đồng ý nhận")
	talk("press", "Nối với số điện thoại")
	talk("press", "Đồng ý, nối")
	talk("share", "+84912777888")
	talk("chat", "tôi tên là Zacharias Quxley, con tôi học nghề được không xyzzyplugh")

	secrets := []string{"912777888", chat, "Zacharias", "Quxley", "xyzzyplugh"}
	if left := w.left(secrets); len(left) == 0 {
		t.Fatal("nothing of it was ever in the file: this test shows nothing")
	}
	for _, from := range []struct{ verb, who string }{{"sms", phone}, {"chat", chat}} {
		w.receive(w.inbound(from.verb, from.who, "XOA"))
		w.sent()
		in := w.inbound(from.verb, from.who, "")
		in.Kind, in.Choice = msg.Choice, "forget:yes"
		w.receive(in)
		w.sent()
	}
	w.clock = time.Date(2026, 6, 11, nightHour, nightMinute, 0, 0, hue)
	w.minute()
	if left := w.left(secrets); len(left) > 0 {
		t.Errorf("in the file after XOA and the night: %q", left)
	}
}

// left are the secrets that stand in a file of the data folder, in any form.
func (w *town) left(secrets []string) (left []string) {
	w.Helper()
	files, err := filepath.Glob(filepath.Join(w.s.cfg.Data, "*"))
	if err != nil {
		w.Fatal(err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // a socket
		}
		for _, s := range secrets {
			if bytes.Contains(data, []byte(s)) {
				left = append(left, filepath.Base(path)+": "+s)
			}
		}
	}
	return left
}
