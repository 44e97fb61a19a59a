package notice

import (
	"cmp"
	"slices"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/store"
)

// Progress is how far a notice came, in honest numbers: handed over is not
// read.
type Progress struct {
	Notice   Notice
	Chosen   int // it was queued for
	Waiting  int // not handed over yet
	Chat     int // handed to the chat
	SMS      int // handed to the operator
	Arrived  int // of these, where a receipt says that the phone has it
	Failed   int
	Failures []Failure
	Parts    int
	Cost     int // đồng
	Coming   int // said that they come
	Wrong    int // wrote that it is wrong
}

// Failure is one reason why it did not arrive.
type Failure struct {
	Text  locales.ID
	Codes []string
	N     int
}

// Progress reads how far a notice came.
func (b *Board) Progress(r store.Reader, id ID) (p Progress, err error) {
	n, err := Get(r, id)
	if err != nil {
		return p, err
	}
	if p, err = b.Handed(r, n); err != nil {
		return p, err
	}
	slices.SortStableFunc(p.Failures, func(a, b Failure) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Text, b.Text)) })
	if p.Coming, err = counted(r, comingShelf, id); err != nil {
		return p, err
	}
	p.Wrong, err = counted(r, complaintShelf, id)
	return p, err
}

// Handed is a Progress without what those who got it answered: for a list.
func (b *Board) Handed(r store.Reader, n Notice) (p Progress, err error) {
	sum, err := r.Tally(string(n.ID))
	p.Notice, p.Waiting = n, sum.Waiting
	for _, row := range sum.Rows {
		p.add(row, b.isChat(row.Route))
	}
	p.Chosen = p.Waiting + p.Chat + p.SMS + p.Failed
	return p, err
}

func (b *Board) isChat(route string) bool {
	i := slices.IndexFunc(b.Routes, func(r Route) bool { return r.Name == route })
	return i >= 0 && b.Routes[i].Kind == msg.Chat
}

func (p *Progress) add(row store.TallyRow, chat bool) {
	p.Cost += row.Cost
	if row.Status == msg.Failed {
		p.Failed += row.Messages
		p.fail(row)
		return
	}
	p.Parts += row.Parts
	if row.Status == msg.Delivered {
		p.Arrived += row.Messages
	}
	if chat {
		p.Chat += row.Messages
	} else {
		p.SMS += row.Messages
	}
}

func (p *Progress) fail(row store.TallyRow) {
	text := failureName(row.Code)
	i := slices.IndexFunc(p.Failures, func(f Failure) bool { return f.Text == text })
	if i < 0 {
		p.Failures, i = append(p.Failures, Failure{Text: text}), len(p.Failures)
	}
	f := &p.Failures[i]
	f.N += row.Messages
	if !slices.Contains(f.Codes, row.Code) {
		f.Codes = append(f.Codes, row.Code)
	}
}

// failures are the codes that can be said in words. What a gateway says beside
// them is shown as it is.
var failures = map[locales.ID][]string{
	locales.NoticeFailNumber:    {"21211", "21614", "21635", "30005", "30006", "21604", "never_wrote", "no_chat"},
	locales.NoticeFailBlocked:   {"blocked", "deactivated", "kicked", "21610"},
	locales.NoticeFailExpired:   {"expired"},
	locales.NoticeFailBudget:    {"budget"},
	locales.NoticeFailCancelled: {"cancelled"},
	locales.NoticeFailForgotten: {"forgotten"},
	locales.NoticeFailUnsure:    {"unsure"},
	locales.NoticeFailRoute:     {"no_route", "templates_only"},
}

func failureName(code string) locales.ID {
	for text, codes := range failures {
		if slices.Contains(codes, code) {
			return text
		}
	}
	return locales.NoticeFailOther
}

// withdrawn: it was taken back, so that it says nothing about the way there.
func withdrawn(code string) bool {
	name := failureName(code)
	return name == locales.NoticeFailCancelled || name == locales.NoticeFailForgotten
}

// worthRetry: another try may do what the first did not.
func worthRetry(code string) bool {
	return !withdrawn(code) && failureName(code) != locales.NoticeFailNumber && failureName(code) != locales.NoticeFailBlocked
}

// Spent is what a commune's notices cost in the month of now, what waits to be
// sent included. What several communes share is parted by their people.
func (b *Board) Spent(r store.Reader, commune string, now time.Time) (cost int, err error) {
	first := dayOf(now).AddDate(0, 0, 1-now.In(Hue).Day())
	var list []Notice
	err = each(r, "commune/"+commune+"/", func(n Notice) bool {
		if n.Out() && !n.Begun.Before(first) {
			list = append(list, n)
		}
		// What was written before may leave this month; not what is older.
		return now.Sub(n.Created) < 2*keepSent
	})
	for _, n := range list {
		if err != nil {
			break
		}
		var sum store.Tally
		sum, err = r.Tally(string(n.ID))
		cost += share(n, commune, b.costOf(n, sum))
	}
	return cost, err
}

// costOf is what a notice cost, and will.
func (b *Board) costOf(n Notice, sum store.Tally) (cost int) {
	for _, row := range sum.Rows {
		cost += row.Cost
	}
	if sum.Waiting > 0 { // at the dearest it may go by
		dearest := 0
		for _, r := range b.Routes {
			f := b.Forms(n, n.Communes[0])
			if _, _, parts := f.form(r); r.Kind == msg.SMS && !r.Templates {
				dearest = max(dearest, parts*r.PricePerPart)
			}
		}
		cost += sum.Waiting * dearest
	}
	return cost
}

func share(n Notice, commune string, cost int) int {
	all := n.people()
	if len(n.Communes) < 2 || all == 0 {
		return cost
	}
	return cost * n.Queued[commune] / all
}
