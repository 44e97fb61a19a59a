package person_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// rules read lists with a few communes and two of staff.
func rules() person.ImportRules {
	return person.ImportRules{
		Number: func(s string) (msg.Address, error) {
			if n := strings.TrimPrefix(s, "0"); len(n) == 9 && strings.Trim(n, "0123456789") == "" {
				return msg.Address("sms:+84" + n), nil
			}
			return "", errors.New("no number")
		},
		Commune: func(name string) (string, string, bool) {
			today, ok := map[string]string{"A Lưới 3": "a-luoi-3", "Hồng Thượng": "a-luoi-3", "A Lưới 1": "a-luoi-1"}[name]
			named := map[string]string{"A Lưới 3": "a-luoi-3", "A Lưới 1": "a-luoi-1", "Hồng Thượng": "hong-thuong"}[name]
			return today, named, ok
		},
		Theirs: func(commune string) error {
			if commune == "a-luoi-3" {
				return nil
			}
			return &msg.Refusal{Code: person.RefusedCommune}
		},
		Staff: func(id string) bool { return id == "lan" },
		Plain: func(s string) string {
			return strings.NewReplacer("ọ", "o", "ớ", "o", "â", "a", "ấ", "a", "ả", "a", "ề", "e", "ố", "o", "ệ", "e", "đ", "d", "ồ", "o", "ý", "y", "ủ", "u", "_", " ").Replace(strings.ToLower(s))
		},
		Version: "news-1", Now: start,
	}
}

const heading = "so_dien_thoai,xa,chu_de,dong_y\n"

const fine = "A Lưới 3,họp dân + lớp nghề,giấy 1/6/2026 lan\n"

func read(t *testing.T, list string) person.Sheet {
	t.Helper()
	sheet, err := person.ReadImport(strings.NewReader(list), rules())
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func TestReadImport(t *testing.T) {
	consent := person.Consent{Version: "news-1", At: time.Date(2026, 6, 1, 0, 0, 0, 0, start.Location()), How: "paper", Witness: "lan"}
	want := []person.Entry{
		{Line: 2, Address: "sms:+84912000001", Commune: "a-luoi-3", Topics: []person.Topic{person.Meetings, person.Courses}, Consent: consent},
		{Line: 4, Address: "sms:+84912000002", Commune: "a-luoi-3", Old: "hong-thuong", Topics: person.Topics, Consent: consent},
	}
	want[1].Consent.How = "spoken"
	for name, list := range map[string]string{
		"commas":            heading + "0912000001," + fine + "\n912000002,Hồng Thượng,tất cả,miệng 2026-06-01 LAN\n",
		"semicolons, BOM":   "\ufeff" + strings.ReplaceAll(heading+"0912000001,"+fine+"\n912000002,Hồng Thượng,tất cả,miệng 2026-06-01 LAN", ",", ";"),
		"CRLF, other order": "thon,dong_y,Xã,chu de,So_Dien_Thoai\r\nx,giấy 1/6/2026 lan,A Lưới 3,họp dân|lớp nghề,0912000001\r\n,,,,\r\ny,\"miệng, 1/6/2026, lan\",Hồng Thượng,\"họp; tất cả\",0912000002\r\n",
	} {
		rs := rules()
		plain := rs.Plain
		rs.Plain = func(s string) string { return strings.ReplaceAll(plain(s), "ã", "a") }
		sheet, err := person.ReadImport(strings.NewReader(list), rs)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, sheet.Entries, cmpopts.EquateComparable(msg.Address(""))); diff != "" || len(sheet.Faults) > 0 {
			t.Errorf("%s: faults %v, -want +got\n%s", name, sheet.Faults, diff)
		}
	}
}

func TestRowsThatCannotBeTaken(t *testing.T) {
	for row, want := range map[string]string{
		"091200000," + fine: person.RefusedNumber,
		"," + fine:          person.RefusedNumber,
		"9.12E+08," + fine:  person.RefusedMangled,
		"0912000001,Huế,họp dân,giấy 1/6/2026 lan":                 person.RefusedPlace,
		"0912000001,A Lưới 3,,giấy 1/6/2026 lan":                   person.RefusedTopic,
		"0912000001,A Lưới 3,bóng đá,giấy 1/6/2026 lan":            person.RefusedTopic,
		"0912000001,A Lưới 3,họp dân,":                             person.RefusedConsent,
		"0912000001,A Lưới 3,họp dân,có":                           person.RefusedConsent,
		"0912000001,A Lưới 3,họp dân,giấy 31/6/2026 lan":           person.RefusedConsent,
		"0912000001,A Lưới 3,họp dân,giấy 11/6/2026 lan":           person.RefusedOld,
		"0912000001,A Lưới 3,họp dân,giấy 9/6/2024 lan":            person.RefusedOld,
		"0912000001,A Lưới 3,họp dân,giấy 1/6/2026 binh":           person.RefusedWitness,
		"0912000001,A Lưới 3,họp dân":                              person.RefusedRow,
		"0912000001,\"A Lưới 3,họp dân,giấy 1/6/2026 lan":          person.RefusedRow,
		"0912000009,A Lưới 3,họp dân,giấy 1/6/2026 lan":            person.RefusedTwice,
		"0912000001,A Lưới 3,họp dân + mưa,giấy 1/6/2026 lan,thêm": person.RefusedTopic,
	} {
		sheet := read(t, heading+"0912000009,"+fine+strings.TrimSpace(row)+"\n")
		if len(sheet.Faults) != 1 || sheet.Faults[0].Why.Code != want || sheet.Faults[0].Line != 3 || len(sheet.Entries) != 1 {
			t.Errorf("%q: %+v, want %s in row 3", row, sheet.Faults, want)
		}
		if said := fmt.Sprintf("%+v", sheet.Faults); strings.Contains(said, "912") {
			t.Errorf("a fault shows the number: %s", said)
		}
	}
}

func TestListsThatCannotBeRead(t *testing.T) {
	for list, want := range map[string]string{
		"": person.RefusedColumns, "\n\n": person.RefusedColumns, "0912000001," + fine: person.RefusedColumns,
		"so_dien_thoai;xa;chu_de\n": person.RefusedColumns,
		"\xff\xfes\x00o\x00":        person.RefusedEncoding, heading + "0912000001,A L\xb0\xedi 3": person.RefusedEncoding,
		heading + strings.Repeat("0,\n", 200_001): person.RefusedLength, heading + strings.Repeat("x", 2<<20): person.RefusedEncoding,
	} {
		if _, err := person.ReadImport(strings.NewReader(list), rules()); refusal(err) != want {
			t.Errorf("%.30q: %v, want %s", list, err, want)
		}
	}
}

func TestAListIsNamedByWhatItSays(t *testing.T) {
	a, b := read(t, heading+"0912000001,"+fine), read(t, heading+"0912000002,"+fine)
	if a.Ref == "" || a.Ref == b.Ref || a.Ref != read(t, heading+"0912000001,"+fine).Ref {
		t.Errorf("refs %q and %q", a.Ref, b.Ref)
	}
}

func ids(n int) (list []store.ContactID) {
	for range n {
		list = append(list, store.NewContactID())
	}
	return list
}

// imports runs pages of a size until nothing is left, or so many pages.
func (w *room) imports(sheet person.Sheet, size, pages int) (last person.Imported, faults []person.Fault) {
	w.Helper()
	for range pages {
		fresh, before := ids(size), last.Line
		w.does(func(r store.Reader) (c store.Changes, err error) {
			last, c, err = person.Import(r, w.marks, sheet.Ref, "sms", sheet.Entries, fresh, w.clock)
			return c, err
		})
		if last.Line == before {
			break
		}
		faults = append(faults, last.Faults...)
	}
	return last, faults
}

func list(n int) string {
	var b strings.Builder
	b.WriteString(heading)
	for i := range n {
		fmt.Fprintf(&b, "0%d,%s", 912_000_001+i, fine)
	}
	return b.String()
}

// An import that is cut off goes on where it stopped; nobody is entered twice.
func TestImportGoesOn(t *testing.T) {
	w := newRoom(t)
	sheet := read(t, list(10))
	if last, _ := w.imports(sheet, 3, 2); last.New != 6 {
		t.Fatalf("after two pages: %+v", last)
	}
	if last, _ := w.imports(sheet, 3, 10); last.New != 10 || len(w.subscribed("a-luoi-3")) != 10 {
		t.Errorf("at the end: %+v, %d take news", last, len(w.subscribed("a-luoi-3")))
	}
	if last, _ := w.imports(sheet, 3, 10); last.New != 10 || len(w.subscribed("a-luoi-3")) != 10 {
		t.Errorf("once more: %+v", last)
	}
}

// What somebody chose themselves wins over any list.
func TestImportRespectsWhatPeopleChose(t *testing.T) {
	w := newRoom(t)
	chose := w.writes("sms:+84912000001")
	w.takes(chose, "a-luoi-5", person.Loans)
	w.writes("sms:+84912000002", func(c *store.Contact) { c.NewsStopped = true })
	w.does(func(store.Reader) (store.Changes, error) { return w.marks.Mark("sms:+84912000003", w.clock) })
	known := w.writes("sms:+84912000004")
	last, faults := w.imports(read(t, list(5)), 500, 2)
	if last.New != 2 {
		t.Errorf("%d are new, want the fourth and the fifth", last.New)
	}
	var lines []int
	for _, f := range faults {
		if f.Why.Code != person.RefusedMarked {
			t.Errorf("row %d: %s", f.Line, f.Why.Code)
		}
		lines = append(lines, f.Line)
	}
	if !slices.Equal(lines, []int{3, 4}) {
		t.Errorf("rows refused: %v, want those who stopped (3) and are marked (4)", lines)
	}
	if s := w.subscriber(chose); s.Commune != "a-luoi-5" || !s.Takes(person.Loans) {
		t.Errorf("what they chose became %+v", s)
	}
	if !slices.Contains(w.subscribed("a-luoi-3"), known) || len(w.subscribed("a-luoi-3")) != 2 {
		t.Error("somebody who has written before is entered as somebody else")
	}
}

func TestFreshCountsBeforeAnythingIsImported(t *testing.T) {
	w := newRoom(t)
	w.takes(w.writes("sms:+84912000001"), "a-luoi-5", person.Loans)
	w.does(func(store.Reader) (store.Changes, error) { return w.marks.Mark("sms:+84912000003", w.clock) })
	w.sees(func(r store.Reader) error {
		fresh, faults, err := person.Fresh(r, w.marks, read(t, list(4)).Entries)
		if len(fresh) != 2 || len(faults) != 1 || faults[0].Line != 4 {
			t.Errorf("fresh %d, faults %+v", len(fresh), faults)
		}
		return err
	})
}

// A hundred thousand rows with all that goes wrong in one: each fault is
// listed with its row, the rest can be taken.
func TestLongBrokenList(t *testing.T) {
	var b strings.Builder
	b.WriteString(heading)
	for i := range 100_000 {
		switch i % 10 {
		case 3:
			fmt.Fprintf(&b, "09120,%s", fine)
		case 5:
			fmt.Fprintf(&b, "0%d,A Lưới 3,họp dân,\n", 912_000_001+i)
		case 7:
			fmt.Fprintf(&b, "0912000001,%s", fine)
		default:
			fmt.Fprintf(&b, "0%d,%s", 912_000_001+i, fine)
		}
	}
	sheet := read(t, b.String())
	if len(sheet.Entries) != 70_000 || len(sheet.Faults) != 30_000 || sheet.Faults[0].Line != 5 {
		t.Errorf("%d rows, %d faults, the first in %d", len(sheet.Entries), len(sheet.Faults), sheet.Faults[0].Line)
	}
}

func FuzzReadImport(f *testing.F) {
	for _, s := range []string{heading + "0912000001," + fine, "\ufeffso_dien_thoai;xa;chu_de;dong_y\n\"", heading + "\"\",\"\"\r\n0912000001,A Lưới 3,tất cả,giấy 1/6/2026 lan", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, list string) {
		sheet, err := person.ReadImport(strings.NewReader(list), rules())
		if err != nil {
			if refusal(err) == "" {
				t.Errorf("%v is no refusal", err)
			}
			return
		}
		last, seen := 0, map[msg.Address]bool{}
		for _, e := range sheet.Entries {
			if e.Line <= last || seen[e.Address] || e.Commune == "" || len(e.Topics) == 0 || e.Consent.Witness == "" || e.Consent.At.After(start) {
				t.Errorf("row %d: %+v", e.Line, e)
			}
			last, seen[e.Address] = e.Line, true
		}
		for _, x := range sheet.Faults {
			if x.Why.Code == "" || x.Line < 2 {
				t.Errorf("%+v", x)
			}
		}
	})
}
