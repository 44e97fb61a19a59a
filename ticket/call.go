package ticket

import "tinban/store"

// Missed is a call that nobody took: the ticket stays as it is.
const Missed What = "missed"

// Called ends a wish to be called: the officer has spoken with who asked, so
// they are told nothing. text is what stands there when they look it up.
func (w Work) Called(code Code, text string) (Ticket, store.Changes, error) {
	t, err := w.call(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	w.says(&t, Answer, text, "")
	t.ends(Answered, w.At)
	t, c, err := w.keep("called", t)
	c.Events = append(c.Events, w.event(t, "ticket_answered"))
	return t, c, err
}

// NotReached notes a call that nobody took.
func (w Work) NotReached(code Code) (Ticket, store.Changes, error) {
	t, err := w.call(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	w.says(&t, Missed, "", "")
	return w.keep("missed", t)
}

// call is a ticket whose owner wishes to be called. Nothing else ends by a call.
func (w Work) call(code Code) (Ticket, error) {
	t, err := w.open(code)
	if err == nil && t.Kind != Callback {
		err = store.ErrNotFound
	}
	return t, err
}
