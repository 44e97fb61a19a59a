package main

import (
	"errors"
	"fmt"
	"time"

	"tinban/course"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/simulator"
	"tinban/store"
	"tinban/ticket"
)

// deed is something longer that happened in the town, by its name in the
// script.
func (w *sampleTown) deed(what string) {
	deeds := map[string]func(){
		"staff": w.staff, "list": w.paperList, "chats": w.chatPeople, "wishes": w.wishes, "answer": w.answer,
		"course broom": w.broomCourse, "course cattle": w.cattleCourse, "course weaving": w.weavingCourse, "course sewing": w.sewingCourse,
		"notice meeting": w.meetingNotice, "notice course": w.courseNotice, "notice corrected": w.correction,
		"notice housing": w.housingNotice, "notice draft": w.draftNotice,
	}
	do := deeds[what]
	if do == nil {
		w.fail(fmt.Errorf("nobody can do %q in the sample town", what))
		return
	}
	do()
}

// communes are today's.
func (w *sampleTown) communes() []string {
	return w.s.know.Load().Library.Communes(eligibility.FromTime(w.now()))
}

// sampleCommune spreads people over the communes, half of them in the one
// whose officer and leader there are.
func (w *sampleTown) sampleCommune(i int) string {
	all := w.communes()
	if i%2 == 0 || len(all) < 2 {
		return sampleHome
	}
	return all[i/2%len(all)]
}

// sampleHome is the commune of the sample officer.
const sampleHome = "a-luoi-3"

// topicsOf are what somebody takes: most take all.
func topicsOf(i int) []person.Topic {
	if i%5 == 4 {
		return []person.Topic{person.Meetings, person.Topics[1+i%3]}
	}
	return person.Topics
}

// onPaper is how many people agreed on a list that an officer had entered.
const onPaper = 75

func (w *sampleTown) paperList() {
	var entries []person.Entry
	var ids []store.ContactID
	agreed := w.now().AddDate(0, 0, -3)
	for i := range onPaper {
		entries = append(entries, person.Entry{
			Line: i + 2, Address: sampleOnSMS(fmt.Sprint(i + 1)), Commune: w.sampleCommune(i), Topics: topicsOf(i),
			Consent: person.Consent{Version: locales.NewsConsentVersion, At: agreed, How: "paper", Witness: "lan"},
		})
		ids = append(ids, store.NewContactID())
	}
	w.update(func(r store.Reader) (store.Changes, error) {
		_, c, err := person.Import(r, w.s.marks, "sample", simulator.RouteSMS, entries, ids, w.now())
		return c, err
	})
}

// chatPeople take the news on the chat, by the dialogue.
func (w *sampleTown) chatPeople() {
	lib := w.s.know.Load().Library
	for i := range 35 {
		who := sampleOnChat(fmt.Sprint(i + 1))
		w.receive(msg.Inbound{Gateway: simulator.RouteChat, From: who, Kind: msg.Text, Text: "tin xã " + lib.Commune(w.sampleCommune(i)).Name})
		w.sent()
		w.receive(msg.Inbound{Gateway: simulator.RouteChat, From: who, Kind: msg.Choice, Choice: w.button(who, "Đồng ý")})
	}
}

// wishes are trades that people would learn.
func (w *sampleTown) wishes() {
	for i, words := range []string{
		"may công nghiệp", "may công nghiệp", "may công nghiệp", "may công nghiệp", "may công nghiệp", "may công nghiệp", "may công nghiệp",
		"sửa xe máy", "sửa xe máy", "sửa xe máy", "sửa xe máy", "sửa xe máy", "nuôi dê", "nuôi dê", "nấu ăn", "lái xe", "trồng nấm", "trồng nấm",
	} {
		w.update(func(r store.Reader) (store.Changes, error) {
			who, err := r.Lookup(sampleOnSMS(fmt.Sprint(i + 1)))
			if err != nil {
				return store.Changes{}, err
			}
			return course.Hope(r, course.Wish{
				Contact: who, Trade: course.TradeOf(words).ID, Words: words, Commune: w.sampleCommune(i),
				Band: course.Bands[i%4], Sex: []string{"f", "m", ""}[i%3], At: w.now(), Expires: w.now().AddDate(1, 0, 0),
			}, w.now())
		})
	}
}

// sampleName makes up somebody.
func sampleName(i int) (name string, year int, village string) {
	family := []string{"Hồ Văn", "Kăn Thị", "Lê Thị", "Viên Xuân", "Hồ Thị", "A Viết", "Quỳnh Văn", "Blúp Thị", "Trần Đình", "Pa Loong"}
	given := []string{"Mới", "Hoa", "Nhiên", "Sáng", "Liêm", "Thương", "Đoàn"}
	villages := []string{"Căn Sâm", "A Ka", "Ka Cú", "Pa Đu", "A Đên"}
	return family[i%len(family)] + " " + given[i%len(given)], 1968 + i*7%38, villages[i%len(villages)]
}

// register puts so many people of the home commune on a list: most by their
// own phone, one in five through the officer.
func (w *sampleTown) register(id string, from, n int) {
	for i := from; i < from+n; i++ {
		p := person.Person{Commune: sampleHome, Consent: person.Consent{How: "sms"}}
		p.Name, p.Year, p.Village = sampleName(i)
		p.Sex = []string{"m", "f"}[i%2]
		w.pass(7 * time.Minute)
		e := course.Entry{Course: id, Seed: fmt.Sprint("mau/", id, i), Person: p, Channel: "sms"}
		officer := w.actor("lan")
		w.update(func(r store.Reader) (c store.Changes, err error) {
			if i%5 == 0 {
				e.Person.Consent = person.Consent{How: "spoken", Witness: "lan"}
				_, c, err = course.Assist(r, officer, e, w.now())
				return c, err
			}
			if e.Person.Contact, err = r.Lookup(sampleOnSMS(fmt.Sprint(i%onPaper + 1))); err != nil {
				return c, err
			}
			_, c, err = course.Register(r, e, w.now())
			return c, err
		})
	}
}

// answer answers what the sample officer sees first.
func (w *sampleTown) answer() {
	by := w.actor("lan")
	w.update(func(r store.Reader) (store.Changes, error) {
		list, err := ticket.List(r, by, w.now())
		if err != nil || len(list) == 0 {
			return store.Changes{}, errors.Join(err, errors.New("there is no question to answer"))
		}
		_, c, err := w.s.bot.Tickets(r, by).Answer(list[0].Code, ticket.Reply{Text: "Họp lúc 8 giờ sáng, ở nhà văn hóa thôn Căn Sâm.", Source: "Thông báo họp thôn"})
		return c, err
	})
}
