package console

import (
	"slices"
	"time"

	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/report"
	"tinban/store"
)

// statsPage is what was asked in a period, and what became of it.
type statsPage struct {
	From, To string
	Back     []link // other periods
	report.Numbers
	Topics   chart
	Communes chart
	Days     chart
	Open     []bar
	Failed   []bar
	Silent   []string // communes nobody wrote from
	Cost     []costLine
	Weekly   bool // a column is a week
	Young    bool // the first question came less than a week ago
}

const (
	youngDays = 7  // before, nothing is drawn by day
	dailyMost = 31 // days that are drawn one by one
)

// costLine is what a gateway took this month.
type costLine struct {
	Route string
	store.Spent
}

// statsPeriods are how far back one may look, in days.
var statsPeriods = []struct {
	days  string
	n     int
	label locales.ID
}{{"7", 7, locales.StatsWeek}, {"30", 30, locales.StatsMonth}, {"182", 182, locales.StatsHalf}, {"365", 365, locales.StatsYear}}

func (q *request) stats() (answer, error) {
	p := statsPage{To: q.now.In(q.c.cfg.Zone).Format(time.DateOnly)}
	chosen := q.r.URL.Query().Get("ngay")
	back := 30
	for _, s := range statsPeriods {
		if s.days == chosen {
			back = s.n
		}
	}
	for _, s := range statsPeriods {
		p.Back = append(p.Back, link{To: "/thong-ke?ngay=" + s.days, Label: q.say(s.label, nil), Here: s.n == back})
	}
	p.From = q.now.In(q.c.cfg.Zone).AddDate(0, 0, 1-back).Format(time.DateOnly)
	var days []report.Day
	var first string
	err := q.view(func(r store.Reader) (err error) {
		if first, err = report.FirstDay(r); err != nil {
			return err
		}
		days, err = report.Days(r, p.From, p.To)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	p.Young = first > q.now.In(q.c.cfg.Zone).AddDate(0, 0, 1-youngDays).Format(time.DateOnly)
	q.fillStats(&p, days, back)
	if p.Cost, err = q.costs(); err != nil {
		return answer{}, err
	}
	return show("thong-ke", locales.TitleStats, p), nil
}

func (q *request) fillStats(p *statsPage, days []report.Day, back int) {
	lib := q.c.library()
	today := eligibility.FromTime(q.now.In(q.c.cfg.Zone))
	p.Numbers = report.Sum(days, func(commune string) bool { return q.sees(todays(lib, commune, today)) })
	p.Topics = newRows(q.topics(lib, p.ByLabel), 12)
	communes, silent := q.communes(lib, p.ByCommune, today)
	p.Communes, p.Silent = newRows(communes, 8), silent
	p.Days, p.Weekly = newColumns(q.byDay(days, back)), back > dailyMost
	for _, o := range p.Numbers.Open[:min(10, len(p.Numbers.Open))] {
		p.Open = append(p.Open, bar{Label: q.labelTitle(lib, o.ID), N: o.N})
	}
	for _, f := range p.Numbers.Failed[:min(10, len(p.Numbers.Failed))] {
		p.Failed = append(p.Failed, bar{Label: f.ID, N: f.N})
	}
}

// sees reports whether an actor's communes include one; what came from nobody
// knows where is everybody's.
func (q *request) sees(commune string) bool {
	a := q.actor()
	return commune == "" || a.Everywhere() || slices.Contains(a.Communes, commune)
}

// todays is a commune by its id of today.
func todays(lib *content.Library, id string, on eligibility.Date) string {
	if c := lib.CommuneOn(id, on); c != nil {
		return c.ID
	}
	return id
}

// topics groups labels as people see them.
func (q *request) topics(lib *content.Library, labels []report.Named) (bars []bar) {
	at := map[string]int{}
	for _, n := range labels {
		title := q.topicTitle(lib, n.ID)
		if i, ok := at[title]; ok {
			bars[i].N += n.N
			continue
		}
		at[title] = len(bars)
		bars = append(bars, bar{Label: title, N: n.N})
	}
	slices.SortStableFunc(bars, func(a, b bar) int { return b.N - a.N })
	return bars
}

func (q *request) topicTitle(lib *content.Library, label string) string {
	if lb := lib.Label(label); lb != nil {
		if g := lib.Group(lb.Group); g != nil {
			return g.Title
		}
	}
	return q.say(locales.StatsNoTopic, nil)
}

func (q *request) labelTitle(lib *content.Library, label string) string {
	if lb := lib.Label(label); lb != nil {
		return lb.Title
	}
	return q.say(locales.StatsNoTopic, nil)
}

// communes are today's, with those nobody wrote from named apart; names of
// before count with what they became.
func (q *request) communes(lib *content.Library, by []report.Named, on eligibility.Date) (bars []bar, silent []string) {
	sum := map[string]int{}
	for _, n := range by {
		sum[todays(lib, n.ID, on)] += n.N
	}
	for _, id := range lib.Communes(on) {
		if !q.sees(id) {
			continue
		}
		name := lib.CommuneName(id, on)
		if sum[id] == 0 {
			silent = append(silent, name)
		}
		bars = append(bars, bar{Label: name, N: sum[id]})
	}
	return append(bars, bar{Label: q.say(locales.StatsNoCommune, nil), N: sum[""]}), silent
}

// byDay is one bar a day, the days without anything among them; long periods
// are cut into weeks.
func (q *request) byDay(days []report.Day, back int) (bars []bar) {
	on := map[string]int{}
	for _, d := range days {
		on[d.On] = report.Sum([]report.Day{d}, q.sees).Questions
	}
	step := 1
	if back > dailyMost {
		step = 7
	}
	first := q.now.In(q.c.cfg.Zone).AddDate(0, 0, 1-back)
	for i := 0; i < back; i += step {
		b := bar{Label: first.AddDate(0, 0, i).Format("02/01")}
		for j := i; j < min(i+step, back); j++ {
			b.N += on[first.AddDate(0, 0, j).Format(time.DateOnly)]
		}
		bars = append(bars, b)
	}
	return bars
}

func (q *request) costs() (lines []costLine, err error) {
	if q.c.cfg.Health == nil {
		return nil, nil
	}
	h, err := q.c.cfg.Health(q.ctx())
	for _, r := range h.Routes {
		lines = append(lines, costLine{r.Name, r.Month})
	}
	return lines, err
}
