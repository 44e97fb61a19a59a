package console

import (
	"slices"
	"time"

	"tinban/course"
	"tinban/locales"
	"tinban/notice"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// todayPage is what waits for who looks, in the order it should be done.
type todayPage struct {
	Tickets  int
	Late     int
	Urgent   int
	Approve  []notice.Notice // waits for this person's word
	Review   []notice.Notice // emergencies nobody has reviewed
	Moving   []notice.Notice // being sent, paused, or returned to this person
	Invite   []courseLine    // free seats and people who wait
	Down     []string        // channels that do not work
	Waiting  int             // replies that wait too long
	Oldest   time.Duration
	NoBackup bool // copies are not made at all
	Old      bool // the last copy is too old
	First    bool // nobody but this administrator works here yet
	Nothing  bool
	Tour     bool // a first visitor
}

// today is the first page of a day. One thing that cannot be read does not
// keep the rest from being shown.
func (q *request) today() (answer, error) {
	p := todayPage{Tour: q.r.URL.Query().Get("lan-dau") != ""}
	err := q.view(func(r store.Reader) error {
		for _, look := range []func(store.Reader, *todayPage) error{q.todaysTickets, q.todaysNotices, q.todaysCourses, q.firstSteps} {
			if err := look(r, &p); err != nil {
				q.c.cfg.Log.Error("a part of today's page could not be read", "err", err)
			}
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	q.todaysHealth(&p)
	p.Nothing = p.Tickets+len(p.Approve)+len(p.Review)+len(p.Moving)+len(p.Invite)+len(p.Down) == 0 && !p.NoBackup && !p.Old && !p.First && p.Waiting == 0
	return show("viec", locales.NavToday, p), nil
}

func (q *request) todaysTickets(r store.Reader, p *todayPage) error {
	if staff.May(q.actor(), staff.AnswerTicket) != nil {
		return nil
	}
	list, err := ticket.List(r, q.actor(), q.now)
	p.Tickets = len(list)
	for _, l := range list {
		if l.Overdue(q.now) {
			p.Late++
		}
		if l.Urgent {
			p.Urgent++
		}
	}
	return err
}

func (q *request) todaysNotices(r store.Reader, p *todayPage) error {
	if staff.May(q.actor(), staff.ReadNotices) != nil {
		return nil
	}
	all, err := q.recent(r)
	for _, n := range all {
		may := func(do staff.Action) bool { return staff.May(q.actor(), do, n.Communes...) == nil }
		own := n.Author == q.account.ID || n.Editor == q.account.ID
		switch {
		case n.State == notice.Submitted && may(staff.ApproveNotice) && !own:
			p.Approve = append(p.Approve, n)
		case n.Kind == notice.Emergency && n.Reviewed.IsZero() && may(staff.ReviewEmergency) && !own:
			p.Review = append(p.Review, n)
		case slices.Contains([]notice.State{notice.Counting, notice.First, notice.Held, notice.Sending, notice.Paused}, n.State),
			n.State == notice.Returned && own:
			p.Moving = append(p.Moving, n)
		}
	}
	return err
}

func (q *request) todaysCourses(r store.Reader, p *todayPage) error {
	if staff.May(q.actor(), staff.ManagePeople) != nil {
		return nil
	}
	all, err := course.All(r)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.State != course.Open || !q.seesOne(c.Communes) || c.Inviting {
			continue
		}
		line, err := lineOf(r, c)
		if err != nil {
			return err
		}
		if line.Taken >= c.Seats || !c.Closes.IsZero() && c.Closes.Before(q.now) {
			p.Invite = append(p.Invite, line)
		}
	}
	return nil
}

// firstSteps: an administrator alone has somebody to appoint before anything
// else can be done.
func (q *request) firstSteps(r store.Reader, p *todayPage) error {
	if staff.May(q.actor(), staff.ManageStaff) != nil {
		return nil
	}
	all, err := staff.All(r)
	p.First = len(all) == 1
	return err
}

func (q *request) todaysHealth(p *todayPage) {
	h, err := q.c.cfg.Health(q.ctx())
	if err != nil {
		q.c.cfg.Log.Error("today's page could not read how the service is", "err", err)
		return
	}
	for _, r := range h.Routes {
		if !r.Up {
			p.Down = append(p.Down, r.Name)
		}
	}
	if h.Oldest > lateReply {
		p.Waiting, p.Oldest = h.Waiting, h.Oldest
	}
	if staff.May(q.actor(), staff.ReadSystem) == nil {
		p.NoBackup = !h.BackupOn
		p.Old = h.stale(q.now)
	}
}
