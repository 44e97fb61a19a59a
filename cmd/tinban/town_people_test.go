package main

import (
	"fmt"
	"strings"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// subscribe makes people who take news, without the dialogue that is tried
// elsewhere: "22 a-luoi-3 meeting" by SMS, from 0912100001 on, or "1 a-luoi-3
// meeting chat", from 5600001 on. Their ids come before those that are drawn,
// so that a script has them in the same order each time.
func (w *town) subscribe(line string) {
	var n int
	var commune, topic, by string
	if k, err := fmt.Sscan(line, &n, &commune, &topic, &by); k < 3 {
		w.Fatalf("people %s: write it as people 22 a-luoi-3 meeting: %v", line, err)
	}
	err := w.s.store.Update(w.Context(), func(store.Reader) (c store.Changes, err error) {
		for i := 1; i <= n; i++ {
			id, route, address := store.ContactID(fmt.Sprintf("%s%04d", strings.Repeat("2", 12), i)), townSMS, fmt.Sprintf("sms:+8491210%04d", i)
			if by == "chat" {
				id, route, address = store.ContactID(fmt.Sprintf("%s3%04d", strings.Repeat("2", 11), i)), townChat, fmt.Sprintf("telegram:560%04d", i)
			}
			rec, err := person.Subscriber{
				Contact: id, Commune: commune, Topics: []person.Topic{person.Topic(topic)}, Chat: by == "chat",
				Consent: person.Consent{Version: "news-1", At: w.clock, How: "paper", Witness: "operator"},
			}.Record()
			if err != nil {
				return c, err
			}
			c.Put = append(c.Put, rec)
			c.Contacts = append(c.Contacts, store.ForContact{ID: id, Address: msg.Address(address), Set: store.WriteSet{Contact: &store.Contact{Route: route}}})
		}
		return c, nil
	})
	if err != nil {
		w.Fatal(err)
	}
}
