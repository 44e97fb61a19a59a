package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tinban/course"
	"tinban/eligibility"
	"tinban/msg"
	"tinban/notice"
	"tinban/person"
	"tinban/simulator"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// BenchmarkPages opens each page of an officer and an administrator on a store
// of a province's size. TINBAN_PAGES says how large: "100000 1000000" people
// and messages; a small one if not given. It reports p50 and p95 in ms.
func BenchmarkPages(b *testing.B) {
	people, messages := 2_000, 20_000
	if size := os.Getenv("TINBAN_PAGES"); size != "" {
		if _, err := fmt.Sscan(size, &people, &messages); err != nil {
			b.Fatal(err)
		}
	}
	p := newProvince(b, people, messages)
	for _, id := range []staff.ID{"lan", "quan"} {
		cookie := p.signIn(id)
		for _, path := range p.paths() {
			if status, _ := p.open(path, cookie); status != http.StatusOK {
				continue // not theirs
			}
			name := strings.TrimPrefix(path, "/")
			b.Run(string(id)+"/"+strings.ReplaceAll(name, "/", "_"), func(b *testing.B) {
				var took []time.Duration
				for b.Loop() {
					_, d := p.open(path, cookie)
					took = append(took, d)
				}
				slices.Sort(took)
				ms := func(part int) float64 { return took[(len(took)-1)*part/100].Seconds() * 1000 }
				b.ReportMetric(ms(50), "p50-ms")
				b.ReportMetric(ms(95), "p95-ms")
			})
		}
	}
}

// province is the sample town with very many people around it.
type province struct {
	*testing.B
	s     *service
	pages http.Handler
}

func newProvince(b *testing.B, people, messages int) *province {
	b.Helper()
	cfg := defaults()
	cfg.Data = b.TempDir()
	log := slog.New(slog.DiscardHandler)
	town := newVillagers(simulator.New(simulator.Config{}), nil)
	if err := fillTown(b.Context(), cfg, log, town.channels()); err != nil {
		b.Fatal(err)
	}
	cfg.filling = true
	s, err := newService(cfg, eligibility.Date{}, log, town.channels()...)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.shutdown() })
	p := &province{B: b, s: s}
	began := time.Now()
	p.populate(people, messages/people)
	b.Logf("%d people and %d messages took %v to write", people, messages, time.Since(began).Round(time.Second))
	pages, _, err := s.openConsole(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	p.pages = pages.Handler()
	return p
}

// populate adds people who take news, each with settled messages and events.
func (p *province) populate(people, each int) {
	const page = 500
	communes := p.s.know.Load().Library.Communes(today())
	group := string(p.notices()[0].ID)
	for from := 0; from < people; from += page {
		p.change(func() (c store.Changes) {
			for i := from; i < min(from+page, people); i++ {
				p.one(&c, i, each, communes[i%len(communes)], group)
			}
			return c
		})
		p.settle()
	}
	if err := p.s.count(p.Context()); err != nil {
		p.Fatal(err)
	}
}

func (p *province) change(decide func() store.Changes) {
	if err := p.s.store.Update(p.Context(), func(store.Reader) (store.Changes, error) { return decide(), nil }); err != nil {
		p.Fatal(err)
	}
}

func (p *province) one(c *store.Changes, i, each int, commune, group string) {
	id := store.NewContactID()
	rec, err := person.Subscriber{
		Contact: id, Commune: commune, Topics: topicsOf(i), Consent: person.Consent{Version: "news-1", At: now(), How: "paper", Witness: "lan"},
	}.Record()
	if err != nil {
		p.Fatal(err)
	}
	c.Put = append(c.Put, rec)
	set := store.WriteSet{Contact: &store.Contact{Route: simulator.RouteSMS, Commune: commune}}
	for k := range each {
		set.Out = append(set.Out, msg.Outbound{
			Key: fmt.Sprint("p", i, "/", k), Route: simulator.RouteSMS, Lane: msg.Broadcast, Text: "Xa A Luoi: 8h thu Bay hop dan o nha van hoa thon.", Parts: 1,
			Expires: now().Add(time.Hour), Group: []string{group, ""}[min(k, 1)],
		})
		c.Events = append(c.Events, store.Event{
			At: now().AddDate(0, 0, -(i*7+k*13)%180), Channel: msg.SMS, Commune: commune, Label: "loan.eligibility", Outcome: "answer",
		})
	}
	c.Contacts = append(c.Contacts, store.ForContact{ID: id, Address: msg.Address(fmt.Sprintf("sms:+8491%07d", i)), Set: set})
}

func (p *province) settle() {
	for {
		due, err := p.s.store.Claim(p.Context(), now(), time.Minute, 5000, nil)
		if err != nil {
			p.Fatal(err)
		}
		if len(due) == 0 {
			return
		}
		var done []store.Settlement
		for _, d := range due {
			done = append(done, store.Settlement{Key: d.Key, Status: msg.Sent, Ref: d.Key, Cost: 350})
		}
		if err := p.s.store.Settle(p.Context(), done); err != nil {
			p.Fatal(err)
		}
	}
}

func (p *province) signIn(id staff.ID) *http.Cookie {
	req := httptest.NewRequest(http.MethodPost, "/vao", strings.NewReader(url.Values{"ten": {string(id)}, "mat_khau": {samplePassword}}.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	p.pages.ServeHTTP(w, req)
	for _, c := range w.Result().Cookies() {
		if c.Value != "" && strings.Contains(c.Name, "phien") {
			return c
		}
	}
	p.Fatalf("%s could not sign in: %d", id, w.Code)
	return nil
}

func (p *province) open(path string, cookie *http.Cookie) (status int, took time.Duration) {
	req := httptest.NewRequest(http.MethodGet, path, nil)
	req.AddCookie(cookie)
	w := httptest.NewRecorder()
	began := time.Now()
	p.pages.ServeHTTP(w, req)
	return w.Code, time.Since(began)
}

func (p *province) notices() (list []notice.Notice) {
	p.view(func(r store.Reader) (err error) {
		list, err = notice.Recent(r, sampleHome, 10)
		list = slices.DeleteFunc(list, func(n notice.Notice) bool { return n.State != notice.Done || n.Corrects != "" })
		return err
	})
	return list
}

func (p *province) view(read func(store.Reader) error) {
	if err := p.s.store.View(p.Context(), read); err != nil {
		p.Fatal(err)
	}
}

// paths are all pages there are to open.
func (p *province) paths() []string {
	paths := strings.Fields(`/ /rieng-tu /viec /hoi /tin /tin/moi /lop /lop/moi /nhu-cau /thong-ke?ngay=7 /thong-ke?ngay=365
		/nguoi-nhan /nguoi-nhan/to/hong-thuong /du-lieu /toi /nguoi-dung /nguoi-dung/lan /nhat-ky /kenh /suc-khoe`)
	p.view(func(r store.Reader) error {
		tickets, err := ticket.List(r, staff.Operator, now())
		if err != nil {
			return err
		}
		courses, err := course.All(r)
		if err != nil {
			return err
		}
		id := string(p.notices()[0].ID)
		paths = append(paths, "/hoi/"+string(tickets[0].Code), "/lop/"+courses[0].ID, "/lop/"+courses[0].ID+"/sua",
			"/tin/"+id, "/tin/"+id+"/tien-do", "/tin/"+id+"/nguoi")
		return nil
	})
	return paths
}
