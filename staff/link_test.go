package staff

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
	"tinban/store"
)

// contact makes a contact the store knows, so that it can be forgotten.
func (h *house) contact(name string) store.ContactID {
	h.Helper()
	a := msg.Address("telegram:" + name)
	h.drawn++
	_, err := h.store.Receive(h.Context(), msg.Inbound{Gateway: "telegram", From: a, Ref: fmt.Sprint(h.drawn), Kind: msg.Started},
		func(store.Snapshot) (store.WriteSet, error) { return store.WriteSet{}, nil })
	h.must(err)
	var id store.ContactID
	h.must(h.store.View(h.Context(), func(r store.Reader) (err error) {
		id, err = r.Lookup(a)
		return err
	}))
	return id
}

func TestLink(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	h.add("binh", Leader, "a-luoi-3")
	one, two := h.contact("1"), h.contact("2")
	from := len(h.log())

	code := h.code("lan", ForLink)
	if no := h.link(one, ShowCode(code)); no != "" {
		t.Fatalf("the right code: %q", no)
	}
	if no := h.link(two, code); no != RefusedCode {
		t.Errorf("the code a second time: %q", no)
	}
	if h.linked(one) != "lan" || h.linked(two) != "" {
		t.Errorf("linked: %q and %q", h.linked(one), h.linked(two))
	}
	if no := h.link(two, h.code("lan", ForLink)); no != "" { // a new phone
		t.Errorf("relink: %q", no)
	}
	if h.linked(one) != "" || h.linked(two) != "lan" {
		t.Errorf("after a new phone: %q and %q", h.linked(one), h.linked(two))
	}
	if no := h.link(two, h.code("binh", ForLink)); no != "" { // the phone changes hands
		t.Errorf("another account: %q", no)
	}
	if h.linked(two) != "binh" || h.get("lan").Contact != "" {
		t.Errorf("one contact, two accounts: %q, and lan has %q", h.linked(two), h.get("lan").Contact)
	}
	want := []string{
		"operator staff.code.link staff/lan", "lan staff.link staff/lan",
		"operator staff.code.link staff/lan", "lan staff.link staff/lan",
		"operator staff.code.link staff/binh", "binh staff.unlink staff/lan", "binh staff.link staff/binh",
	}
	if diff := cmp.Diff(want, h.did(from)); diff != "" {
		t.Errorf("log, -want +got\n%s", diff)
	}
}

func TestLinkInTime(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	old := h.code("lan", ForLink)
	code := h.code("lan", ForLink)
	if no := h.link(h.contact("1"), old); no != RefusedCode {
		t.Errorf("a code after which another was given: %q", no)
	}
	start := h.clock
	h.clock = start.Add(24 * time.Hour)
	if no := h.link(h.contact("1"), code); no != RefusedCode {
		t.Errorf("after a day: %q", no)
	}
	h.clock = start.Add(24*time.Hour - time.Second)
	if no := h.link(h.contact("1"), code); no != "" {
		t.Errorf("within the day: %q", no)
	}
}

// Five wrong codes in a day, and no more of that contact's are looked at. The
// words stay the same, so that nobody learns when the right one was among them.
func TestFiveWrongCodesOfAContact(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	phone, other := h.contact("1"), h.contact("2")
	wrong := []string{"CCC-CCC-CCC", "CCC-CCC-CCF", "CCC-CCC-CCH", "CCC-CCC-CCJ"}
	for _, typed := range wrong {
		h.link(phone, typed)
		h.clock = h.clock.Add(time.Hour)
	}
	h.clock = h.clock.Add(19*time.Hour + time.Minute) // the fifth, 23 hours after the first
	h.link(phone, "CCC-CCC-CCK")
	code := h.code("lan", ForLink)
	if no := h.link(phone, code); no != RefusedCode {
		t.Errorf("after five wrong: %q", no)
	}
	if no := h.link(other, code); no != "" {
		t.Errorf("from another contact: %q", no)
	}
	code = h.code("lan", ForLink)
	h.clock = h.clock.Add(time.Hour) // a day after the first
	if no := h.link(phone, code); no != "" {
		t.Errorf("the next day: %q", no)
	}
}

// What is counted of a contact goes when the contact is forgotten, and the
// account stays.
func TestForgottenContact(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	phone := h.contact("1")
	if no := h.link(phone, h.code("lan", ForLink)); no != "" {
		t.Fatal(no)
	}
	h.link(phone, "CCC-CCC-CCC")
	owned := func() (n int) {
		h.must(h.store.View(t.Context(), func(r store.Reader) error {
			list, err := r.Own(codeShelf, phone)
			n = len(list)
			return err
		}))
		return n
	}
	if owned() != 1 {
		t.Errorf("%d records are the contact's, want the count of its tries", owned())
	}
	h.must(h.store.Forget(t.Context(), phone))
	if owned() != 0 {
		t.Error("the tries of a forgotten contact are still counted")
	}
	if again := h.contact("1"); again == phone || h.linked(again) != "" {
		t.Error("who forgot themselves is still staff")
	}
	if h.get("lan").Name == "" {
		t.Error("the account went with the contact")
	}
}
