package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tinban/msg"
	"tinban/store"
)

// The list of 10,000 registrations: "go test -bench Export -benchtime 1x" in a
// process of its own also says the most memory it ever took.
func BenchmarkExport(b *testing.B) {
	people := samplePeople(10_000)
	for name, write := range map[string]func(Book, io.Writer) error{"xlsx": Book.XLSX, "csv": Book.CSV} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				book, err := Course(export(), sampleStatuses, people)
				if err != nil {
					b.Fatal(err)
				}
				if err := write(book, io.Discard); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(peak(b), "peak-MB")
		})
	}
}

// The same from the store, with everybody's number.
func BenchmarkOrder(b *testing.B) {
	w := newRoom(b)
	w.crowd(10_000)
	o := w.order(trainer)
	o.Phones = true
	b.ReportAllocs()
	for b.Loop() {
		book, err := w.list(o)
		if err != nil || book.Rows != 10_000 {
			b.Fatal(book.Rows, err)
		}
		if err := book.XLSX(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(peak(b), "peak-MB")
}

// crowd makes n registrations like the first one, each with a phone.
func (w *room) crowd(n int) {
	code := w.joins(w.contact("sms:+84912000000"), "Kăn Thị Hoa", "a-luoi-3", "")
	who := string(w.registration(code).Person)
	for i := 1; i < n; {
		w.do(func(r store.Reader) (c store.Changes, err error) {
			g, err := r.Get("registration", code)
			if err != nil {
				return c, err
			}
			p, err := r.Get("person", who)
			for ; i < n && len(c.Put) < 2000; i++ {
				id := store.ContactID(fmt.Sprintf("c%015d", i))
				c.Contacts = append(c.Contacts, store.ForContact{ID: id, Address: msg.Address(fmt.Sprintf("sms:+8491%07d", i))})
				c.Put = append(c.Put, copied(g, fmt.Sprintf("N%05d", i), id, i), copied(p, fmt.Sprintf("p%05d", i), id, i))
			}
			return c, err
		})
	}
}

func copied(rec store.Record, id string, owner store.ContactID, order int) store.Record {
	rec.ID, rec.Owner, rec.Keys = id, owner, slices.Clone(rec.Keys)
	for i, k := range rec.Keys {
		rec.Keys[i] = strings.Replace(k, "0000001", fmt.Sprintf("%07d", order+1), 1)
	}
	rec.Body = bytes.Replace(rec.Body, []byte(`"person":"`), fmt.Appendf(nil, `"person":"p%05d","was":"`, order), 1)
	return rec
}

func BenchmarkReadBack(b *testing.B) {
	file := xlsxOf(b, sampleBook(b, 10_000))
	for b.Loop() {
		rows, err := ReadBack(bytes.NewReader(file), int64(len(file)))
		if err != nil || len(rows) != 10_000 {
			b.Fatal(len(rows), err)
		}
	}
	b.ReportMetric(peak(b), "peak-MB")
}

// peak is the most memory this process has had, where the system tells.
func peak(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(rest, "kB", 2)[0]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kb) / 1000
}
