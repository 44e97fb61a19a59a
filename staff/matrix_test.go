package staff

import (
	"errors"
	"strings"
	"testing"

	"tinban/msg"
)

// rights is who may do what, for a reader to check against what was agreed.
// The four letters of a cell are: in the own commune, in another one, for
// what belongs to none, and for somebody who is bound to no commune.
//
//	y  yes
//	c  no: another commune's
//	r  no: not with this role
const rights = `
                  admin  leader officer training editor viewer
numbers.read      ycyy   ycyy   ycyy    ycyy     ycyy   ycyy
notice.read       ycyy   ycyy   ycyy    ycyy     ycyy   ycyy
notice.write      rrrr   ycyy   ycyy    ycyy     rrrr   rrrr
notice.approve    rrrr   ycyy   rrrr    rrrr     rrrr   rrrr
notice.emergency  rrrr   ycyy   ycyy    rrrr     rrrr   rrrr
notice.review     rrrr   ycyy   rrrr    rrrr     rrrr   rrrr
course.read       ycyy   ycyy   ycyy    ycyy     ycyy   ycyy
course.edit       rrrr   rrrr   ycyy    ycyy     rrrr   rrrr
course.people     rrrr   ycyy   ycyy    ycyy     rrrr   rrrr
list.export       rrrr   ycyy   ycyy    ycyy     rrrr   rrrr
ticket.read       ycyy   ycyy   ycyy    ycyy     ycyy   rrrr
ticket.answer     rrrr   ycyy   ycyy    ycyy     rrrr   rrrr
contact.import    rrrr   rrrr   ycyy    rrrr     rrrr   rrrr
person.show       ycyy   ycyy   ycyy    ycyy     rrrr   rrrr
person.number     ycyy   ycyy   ycyy    ycyy     rrrr   rrrr
person.delete     ycyy   ycyy   ycyy    rrrr     rrrr   rrrr
content.edit      rrrr   rrrr   rrrr    rrrr     ycyy   rrrr
log.read          ycyy   ycyy   rrrr    rrrr     rrrr   rrrr
staff.manage      ycyy   rrrr   rrrr    rrrr     rrrr   rrrr
system.read       ycyy   ycyy   rrrr    rrrr     rrrr   rrrr
system.manage     ycyy   rrrr   rrrr    rrrr     rrrr   rrrr
`

func TestRights(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(rights), "\n")
	roles := strings.Fields(lines[0])
	seen := map[Action]bool{}
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		do := Action(cells[0])
		seen[do] = true
		for i, role := range roles {
			if got := cell(t, Role(role), do); got != cells[i+1] {
				t.Errorf("%s, %s: %s, the table says %s", role, do, got, cells[i+1])
			}
		}
	}
	if len(roles) != len(Roles) || len(seen) != len(Actions) {
		t.Errorf("the table has %d roles and %d actions, there are %d and %d", len(roles), len(seen), len(Roles), len(Actions))
	}
	for _, do := range Actions {
		if !seen[do] {
			t.Errorf("the table lacks %s", do)
		}
	}
}

func cell(t *testing.T, role Role, do Action) string {
	bound := Actor{ID: "x", Role: role, Communes: []string{"a-luoi-1", "a-luoi-3"}}
	free := Actor{ID: "x", Role: role}
	return letter(t, May(bound, do, "a-luoi-3")) +
		letter(t, May(bound, do, "a-luoi-2")) +
		letter(t, May(bound, do)) +
		letter(t, May(free, do, "a-luoi-2", "a-luoi-3"))
}

func letter(t *testing.T, err error) string {
	if err == nil {
		return "y"
	}
	var no *msg.Refusal
	if !errors.As(err, &no) {
		t.Fatalf("%v is no refusal", err)
	}
	switch no.Code {
	case RefusedRole:
		return "r"
	case RefusedCommune:
		return "c"
	}
	return "?"
}

// One commune of another is enough to refuse.
func TestAllCommunesMustBeOnesOwn(t *testing.T) {
	bound := Actor{ID: "x", Role: Officer, Communes: []string{"a-luoi-1", "a-luoi-3"}}
	if got := letter(t, May(bound, WriteNotice, "a-luoi-1", "a-luoi-3")); got != "y" {
		t.Errorf("two of one's own: %s", got)
	}
	if got := letter(t, May(bound, WriteNotice, "a-luoi-1", "a-luoi-2")); got != "c" {
		t.Errorf("one's own and another: %s", got)
	}
}

func TestNobodyMayNothing(t *testing.T) {
	for _, do := range Actions {
		for name, who := range map[string]Actor{
			"nobody": {}, "a role there is not": {ID: "x", Role: "king"},
			"a disabled account": Account{ID: "x", Role: Admin, Disabled: true}.Actor(),
		} {
			if got := letter(t, May(who, do)); got != "r" {
				t.Errorf("%s may %s", name, do)
			}
		}
	}
}
