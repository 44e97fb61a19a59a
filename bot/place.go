package bot

import (
	"slices"
	"strconv"
	"strings"

	"tinban/bot/understand"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
)

// communeQuestion is the question of the running rule that asks for a place.
func (t *turn) communeQuestion() string {
	for _, r := range t.rules() {
		for _, q := range r.Compiled.Questions {
			if q.Kind == eligibility.KindCommune {
				return q.ID
			}
		}
	}
	return ""
}

// outside is the answer of who does not live here.
const outside = "ngoai"

// mostPlaces is how many communes can be chosen by digit beside "elsewhere".
const mostPlaces = 8

// placeChoices are the ways to answer where one lives: a name, one of today's
// communes where they are few, or elsewhere. They are the same on every
// channel, so that a digit on paper means the same everywhere.
func (t *turn) placeChoices(r *reply) {
	if today := t.lib.Communes(t.on); len(today) <= mostPlaces {
		for _, id := range today {
			r.choices = append(r.choices, choice{"place:" + id, t.lib.Commune(id).Name})
		}
	}
	r.choices = append(r.choices, choice{"outside", t.say(locales.Elsewhere, nil)})
}

// placeIs takes a commune as the answer.
func (t *turn) placeIs(id string) bool {
	q := t.communeQuestion()
	if t.lib.Commune(id) == nil || q == "" {
		return false
	}
	t.st.Commune = id
	t.st.Check.answer(q, "trong")
	return t.askNext("")
}

// placeAnswer reads a commune's name, asks "is it this?" when it is only
// nearly one, and offers up to three when it may be several.
func (t *turn) placeAnswer() bool {
	found := places(t.know.Places.Find(t.placeTyped()))
	switch {
	case len(found) == 0:
		return false
	case found[0].Exact && (len(found) == 1 || !found[1].Exact):
		return t.placeIs(found[0].ID)
	case len(found) == 1:
		t.confirmPlace(found[0])
		return true
	}
	r := t.whichPlace(found, "place:")
	r.choices = append(r.choices, choice{"noplace", t.say(locales.AnotherPlace, nil)})
	r.must = len(r.choices)
	t.answerWith("check", r)
	return true
}

// placeTyped is what was typed as a place: of "xã 3" the number stands for the
// whole name.
func (t *turn) placeTyped() string {
	today := t.lib.Communes(t.on)
	if ns, _ := understand.Picks(t.reading.Typed, "xã"); len(ns) == 1 && strings.HasPrefix(t.reading.Plain, "xa ") && len(today) > 0 {
		return unnumbered(t.lib.Commune(today[0]).Name) + " " + strconv.Itoa(ns[0])
	}
	return t.reading.Typed
}

// mostNear is how many communes of a like spelling are offered.
const mostNear = 3

// whichPlace asks which of several communes is meant; action takes the one
// chosen. Of those told apart by a number that was not typed, all are offered.
func (t *turn) whichPlace(found []understand.Found, action string) *reply {
	r := &reply{body: t.say(locales.WhichPlace, nil)}
	if found[0].Unnumbered {
		r.body = t.say(locales.WhichNumber, locales.Vars{"N": len(found)})
	} else {
		found = found[:min(mostNear, len(found))]
	}
	for _, f := range found {
		r.choices = append(r.choices, choice{action + f.ID, t.lib.Commune(f.ID).Name})
	}
	return r
}

// places keeps the best spelling of each commune.
func places(found []understand.Found) []understand.Found {
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(f understand.Found) bool {
		again := seen[f.ID]
		seen[f.ID] = true
		return again
	})
}

func (t *turn) confirmPlace(f understand.Found) {
	t.answerWith("check", &reply{
		body: t.say(locales.IsItPlace, locales.Vars{"Name": f.Text}), must: 2,
		choices: []choice{{"place:" + f.ID, t.say(locales.Yes, nil)}, {"noplace", t.say(locales.AnotherPlace, nil)}},
	})
}

// place answers a whole message that is a commune's name: what it is called
// today. The dialogue remembers it, to name the right office.
func (t *turn) place() bool {
	if t.in.Kind != msg.Text {
		return false
	}
	found := places(t.know.Places.Find(t.reading.Typed))
	if len(found) > 1 && found[0].Unnumbered && wholly(unnumbered(t.reading.Plain), unnumbered(found[0].Text)) {
		r := t.whichPlace(found, "here:")
		r.must, r.buttons = len(r.choices), []choice{t.home()}
		t.answerWith("place", r)
		return true
	}
	if len(found) == 0 || !found[0].Exact || !wholly(t.reading.Plain, found[0].Text) {
		return false
	}
	if !strings.Contains(found[0].Text, " ") && !t.spelt(found[0].Text) {
		return false
	}
	return t.here(found[0].ID)
}

// here says what a commune is called today, and remembers it.
func (t *turn) here(id string) bool {
	old, now := t.lib.Commune(id), t.lib.CommuneOn(id, t.on)
	if old == nil || now == nil {
		return false
	}
	t.menu(locales.Menu)
	t.st.Commune = id
	said, vars := locales.PlaceKnown, locales.Vars{"Old": old.Name, "Now": now.Name}
	if now.ID == old.ID {
		said = locales.PlaceSame
	}
	t.reply.body = join(" ", t.say(said, vars), t.reply.body)
	return true
}

// spelt: a name of one syllable was typed with its marks, or with "xã" before
// it. Bare "nham" is more often "nhầm" than the old commune Nhâm.
func (t *turn) spelt(name string) bool {
	typed := strings.ToLower(t.reading.Typed)
	return strings.Contains(typed, strings.ToLower(name)) || strings.HasPrefix(t.reading.Plain, "xa ")
}

// noticePlace remembers a commune named in passing, when it is surely one.
func (t *turn) noticePlace() {
	t.st.Place = ""
	found := t.know.Places.Find(t.reading.Typed)
	if len(found) > 0 && found[0].Exact && strings.Contains(found[0].Text, " ") {
		t.st.Commune, t.st.Place = found[0].ID, found[0].ID
	}
}

// unnumbered is a name without the number at its end: "A Lưới".
func unnumbered(name string) string { return strings.TrimRight(name, " 0123456789") }

// wholly: the message is the name and at most the word for its kind.
func wholly(typed, name string) bool {
	squeeze := func(s string) string { return strings.ReplaceAll(plain(s), " ", "") }
	rest, ok := strings.CutSuffix(squeeze(typed), squeeze(name))
	return ok && (rest == "" || rest == "xa" || rest == "thitran" || rest == "tt")
}
