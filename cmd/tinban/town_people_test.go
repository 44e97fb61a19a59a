package main

import (
	"fmt"
	"strings"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// subscribe makes people who take news by SMS, without the dialogue that is
// tried elsewhere: "22 a-luoi-3 meeting". Their numbers are 0912100001 and on.
func (w *town) subscribe(line string) {
	var n int
	var commune, topic string
	if _, err := fmt.Sscan(line, &n, &commune, &topic); err != nil {
		w.Fatalf("people %s: write it as people 22 a-luoi-3 meeting", line)
	}
	err := w.s.store.Update(w.Context(), func(store.Reader) (c store.Changes, err error) {
		for i := range n {
			id := store.ContactID(fmt.Sprintf("%s%04d", strings.Repeat("a", 12), i+1))
			rec, err := person.Subscriber{
				Contact: id, Commune: commune, Topics: []person.Topic{person.Topic(topic)},
				Consent: person.Consent{Version: "news-1", At: w.clock, How: "paper", Witness: "operator"},
			}.Record()
			if err != nil {
				return c, err
			}
			c.Put = append(c.Put, rec)
			c.Contacts = append(c.Contacts, store.ForContact{
				ID: id, Address: msg.Address(fmt.Sprintf("sms:+8491210%04d", i+1)), Set: store.WriteSet{Contact: &store.Contact{Route: townSMS}},
			})
		}
		return c, nil
	})
	if err != nil {
		w.Fatal(err)
	}
}
