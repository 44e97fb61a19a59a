package bot

import (
	"tinban/locales"
	"tinban/notice"
)

// How many notices are looked at, and how many shown.
const (
	lookedNews = 20
	shownNews  = 3
)

// latestNews shows what went out last in a commune, to anybody: it is public.
func (t *turn) latestNews() {
	commune := t.communeNow(t.news().Place).ID
	name := t.lib.CommuneName(commune, t.on)
	lines := ""
	for _, n := range t.latest(commune) {
		lines = join(t.gap(), lines, t.say(locales.LatestLine, locales.Vars{"Day": t.dayOf(n.Begun), "Title": n.Text, "Code": n.Code}))
	}
	r := &reply{head: t.say(locales.LatestHead, locales.Vars{"Commune": name}), body: lines}
	if lines == "" {
		r = &reply{body: t.say(locales.LatestNone, locales.Vars{"Commune": name})}
	}
	t.st.News, t.st.Pending = nil, ""
	if _, subscribed := t.subscriber(); !subscribed {
		r.choices = []choice{{"news", t.say(locales.NewsTake, nil)}}
	}
	r.buttons = []choice{t.home()}
	t.answerWith("latest", r)
}

// latest are the last notices that are still of use: not over, and not
// corrected since.
func (t *turn) latest(commune string) (list []notice.Notice) {
	all, err := notice.Recent(t.snap.Records, commune, lookedNews)
	if err != nil {
		panic(err) // as take does
	}
	for _, n := range all {
		if !n.Out() || !n.Until.IsZero() && t.snap.Now.After(n.Until) || len(list) == shownNews {
			continue
		}
		_, corrections, err := notice.Genuine(t.snap.Records, n.Code)
		if err != nil {
			panic(err) // as take does
		}
		if len(corrections) == 0 {
			list = append(list, n)
		}
	}
	return list
}
