// Package staff is who works here and what each may do. Roles are bound to
// communes; May is the one place that says yes or no, asked by the terminal,
// by Telegram and by the pages alike, and every step leaves an entry in a log
// that nobody can change unseen. It has a room of its own because an answer
// about rights must not depend on who asks for it.
package staff

import (
	"slices"

	"tinban/msg"
)

// Role is what somebody was appointed to.
type Role string

// The roles.
const (
	Admin    Role = "admin"    // accounts, channels, copies; sees no more of residents than needed
	Leader   Role = "leader"   // approves what goes out
	Officer  Role = "officer"  // answers, informs, registers, in their commune
	Training Role = "training" // courses and who wants to learn
	Editor   Role = "editor"   // answers in the library
	Viewer   Role = "viewer"   // reads numbers
)

// Roles lists them.
var Roles = []Role{Admin, Leader, Officer, Training, Editor, Viewer}

// ID names an account: short, lower case, never reused.
type ID string

// Actor is who does something. The zero Actor may do nothing.
type Actor struct {
	ID       ID
	Role     Role
	Communes []string // ids of today's communes; empty is everywhere
}

// Operator acts from the machine itself, as its owner: whoever can open the
// admin socket can read the store anyway. The log names it.
var Operator = Actor{ID: "operator", Role: Admin}

// Action is one thing to do.
type Action string

// The actions.
const (
	ReadNumbers     Action = "numbers.read"
	ReadNotices     Action = "notice.read"
	WriteNotice     Action = "notice.write" // draft, test, submit, correct, pause
	ApproveNotice   Action = "notice.approve"
	SendEmergency   Action = "notice.emergency"
	ReviewEmergency Action = "notice.review"
	ReadCourses     Action = "course.read"
	EditCourse      Action = "course.edit"
	ManagePeople    Action = "course.people" // see names, invite, change a status, register for others
	ExportList      Action = "list.export"
	ReadTickets     Action = "ticket.read"
	AnswerTicket    Action = "ticket.answer"
	ImportContacts  Action = "contact.import"
	ShowPerson      Action = "person.show"
	ShowNumber      Action = "person.number" // a whole phone number, with a reason
	DeletePerson    Action = "person.delete"
	EditContent     Action = "content.edit"
	ReadLog         Action = "log.read"
	ManageStaff     Action = "staff.manage"
	ReadSystem      Action = "system.read"
	ManageSystem    Action = "system.manage"
)

// Actions lists them.
var Actions = []Action{
	ReadNumbers, ReadNotices, WriteNotice, ApproveNotice, SendEmergency, ReviewEmergency,
	ReadCourses, EditCourse, ManagePeople, ExportList, ReadTickets, AnswerTicket, ImportContacts,
	ShowPerson, ShowNumber, DeletePerson, EditContent, ReadLog, ManageStaff, ReadSystem, ManageSystem,
}

// may is the table of rights.
var may = map[Role][]Action{
	Admin: {
		ReadNumbers, ReadNotices, ReadCourses, ReadTickets, ShowPerson, ShowNumber, DeletePerson,
		ReadLog, ManageStaff, ReadSystem, ManageSystem,
	},
	Leader: {
		ReadNumbers, ReadNotices, WriteNotice, ApproveNotice, SendEmergency, ReviewEmergency, ReadCourses, ManagePeople,
		ExportList, ReadTickets, AnswerTicket, ShowPerson, ShowNumber, DeletePerson, ReadLog, ReadSystem,
	},
	Officer: {
		ReadNumbers, ReadNotices, WriteNotice, SendEmergency, ReadCourses, EditCourse, ManagePeople, ExportList,
		ReadTickets, AnswerTicket, ImportContacts, ShowPerson, ShowNumber, DeletePerson,
	},
	Training: {ReadNumbers, ReadNotices, WriteNotice, ReadCourses, EditCourse, ManagePeople, ExportList, ReadTickets, AnswerTicket, ShowPerson, ShowNumber},
	Editor:   {ReadNumbers, ReadNotices, ReadCourses, ReadTickets, EditContent},
	Viewer:   {ReadNumbers, ReadNotices, ReadCourses},
}

// Refusals of May, as IDs of texts.
const (
	RefusedRole    = "refuse_role"
	RefusedCommune = "refuse_commune"
)

// May says whether an actor may do something to what belongs to communes, all
// of which must be theirs. What belongs to no commune, such as a question
// without one, is everybody's whose role allows the action. The refusal is a
// *msg.Refusal.
func May(a Actor, do Action, communes ...string) error {
	if !slices.Contains(may[a.Role], do) {
		return &msg.Refusal{Code: RefusedRole}
	}
	if len(a.Communes) == 0 {
		return nil
	}
	for _, c := range communes {
		if !slices.Contains(a.Communes, c) {
			return &msg.Refusal{Code: RefusedCommune, Vars: map[string]any{"Commune": c}}
		}
	}
	return nil
}

// Everywhere reports whether an actor is bound to no commune.
func (a Actor) Everywhere() bool { return len(a.Communes) == 0 }
