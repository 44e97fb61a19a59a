package ticket

import (
	"maps"

	"tinban/locales"
	"tinban/store"
)

// Unfill takes back an answer that was filled in, while the resident has not
// been told of any.
func (w Work) Unfill(code Code, question string) (Ticket, store.Changes, error) {
	t, err := w.open(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	if t.Check == nil || t.Check.Filled[question] == "" {
		return t, store.Changes{}, refuse(locales.TicketNotMissing, locales.Vars{"Code": string(code)})
	}
	check := *t.Check
	check.Filled = maps.Clone(t.Check.Filled)
	delete(check.Filled, question)
	t.Check = &check
	return w.keep("unfill", t)
}
