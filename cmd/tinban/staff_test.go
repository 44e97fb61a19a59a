package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// Every refusal of staff has its words, in every language.
func TestStaffRefusalsHaveWords(t *testing.T) {
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{
		staff.RefusedRole, staff.RefusedCommune, staff.RefusedEverywhere, staff.RefusedUnknown, staff.RefusedID, staff.RefusedTaken,
		staff.RefusedName, staff.RefusedUnknownRole, staff.RefusedUnknownCommune, staff.RefusedNoCommune, staff.RefusedLastAdmin,
		staff.RefusedDisabled, staff.RefusedCode, staff.RefusedShort, staff.RefusedCommon, staff.RefusedOwn, staff.RefusedSignIn,
		staff.RefusedLocked, staff.RefusedNeedCode, staff.RefusedStep, staff.RefusedSession,
	} {
		for lang, l := range say {
			if said := l.Refusal(&msg.Refusal{Code: code}); said == code {
				t.Errorf("%s: no words for %q", lang, code)
			}
		}
	}
	for _, role := range staff.Roles {
		for lang, l := range say {
			if id := locales.RoleName(string(role)); l.Say(id, nil) == string(id) {
				t.Errorf("%s: no name for the role %q", lang, role)
			}
		}
	}
}

// shows holds what a command prints against a pattern.
func (w *town) shows(line, want string) {
	w.Helper()
	if got := w.command(line); !regexp.MustCompile(`(?s)^\s*` + want + `\s*$`).MatchString(got) {
		w.Errorf("%s: %s, want %s", line, got, want)
	}
}

func TestAuditVerify(t *testing.T) {
	w := newTown(t)
	w.shows("audit verify", "the log is empty")
	w.command("staff add lan --name Lan --role officer --commune a-luoi-3")
	w.command("staff link lan")
	w.shows("audit verify", `2 entries, all whole\..*\n\s+2:[0-9a-f]{64}`)
	noted := strings.TrimSpace(w.command("audit verify"))
	noted = noted[strings.LastIndex(noted, " ")+1:]
	w.command("staff change lan --role leader")
	w.shows("audit verify --known "+noted, `3 entries, all whole.*`)
	w.shows("audit verify --known 2:0", `✗ entry 2 is changed; the 1 before it are whole.*`)
	w.shows("audit verify --known 2", `✗ "2" is no N:HASH.*`)
	w.shows("audit verify --as lan", `3 entries.*`) // a leader reads the log
	w.command("staff change lan --role officer")
	w.shows("audit verify --as lan", `✗ This is not part of your work.*`)
	w.shows("audit list --as lan", `✗ This is not part of your work.*`)

	err := w.s.store.Update(t.Context(), func(r store.Reader) (c store.Changes, err error) {
		rec, err := r.Get("log", "000000000002")
		rec.Body = []byte(strings.Replace(string(rec.Body), "operator", "somebody", 1))
		c.Put = append(c.Put, rec)
		return c, err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.shows("audit verify", `✗ entry 2 is changed; the 1 before it are whole\..*`)
}

func TestAuditList(t *testing.T) {
	w := newTown(t)
	for _, id := range []string{"lan", "binh", "hoa"} {
		w.command("staff add " + id + " --name X --role officer --everywhere")
	}
	w.shows("audit list --max 2", `.*staff/hoa.*\n.*staff/binh.*\n.*there are older ones; --max 4 shows more`)
	w.shows("audit list --max 3", `[^;]*staff/lan[^;]*`)
	w.shows("audit list --since yesterday", `✗ --since "yesterday" is no day; write it as 2026-06-10`)
	var e staff.Entry
	if err := json.Unmarshal([]byte(w.command("audit list --json --on staff/binh")), &e); err != nil || e.Did != "staff.add" || e.On != "staff/binh" {
		t.Errorf("as JSON: %+v, %v", e, err)
	}
}

// The JSON of an account shows nothing that lets anybody in.
func TestStaffListJSON(t *testing.T) {
	w := newTown(t)
	w.shows("staff list --json", `\[\]`)
	w.command("staff add lan --name \"Kăn Thị Lan\" --role officer --commune a-luoi-3")
	w.command("staff reset lan")
	var list []map[string]any
	if err := json.Unmarshal([]byte(w.command("staff list --json")), &list); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{{
		"id": "lan", "name": "Kăn Thị Lan", "role": "officer", "communes": []any{"a-luoi-3"}, "everywhere": false,
		"telegram": false, "password": false, "second_step": false, "disabled": false,
	}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestStaffUsage(t *testing.T) {
	w := newTown(t)
	for line, want := range map[string]string{
		"staff":                               `✗ staff add, list, .*`,
		"staff disable":                       `✗ staff disable takes one id.*`,
		"staff disable khong-co":              `✗ There is no account "khong-co".*`,
		"staff change khong-co --role leader": `✗ There is no account "khong-co".*`,
		"staff list --as khong-co":            `✗ nobody of staff is called "khong-co".*`,
		"staff add lan --name Lan --role officer --commune \"A Luoi\"":                          `✗ no one commune is called "A Luoi".*`,
		"staff add lan --name Lan --role officer --commune \"\"":                                `✗ no one commune is called "".*`,
		"staff add lan --name Lan --role officer --commune \"A Luoi 9\"":                        `✗ no one commune is called "A Luoi 9".*`,
		"staff add lan --name Lan --role officer --commune a-luoi-3 --everywhere":               `✗ It is not clear for which communes.*`,
		"staff add hoa --name Hoa --role officer --commune \"xã hồng thượng\" --commune aluoi1": `hoa: Hoa, officer, A Lưới 1, A Lưới 3\n.*`,
		"audit": `✗ audit list, or audit verify.*`,
	} {
		w.shows(line, want)
	}
}
