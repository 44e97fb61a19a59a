package main

import (
	"time"

	"tinban/course"
	"tinban/store"
)

// newCourse writes down a course, and opens it.
func (w *sampleTown) newCourse(p course.Plan, open bool) (id string) {
	by := w.actor("tam")
	w.update(func(r store.Reader) (store.Changes, error) {
		c, changes, err := course.New(r, by, p, w.now())
		id = c.ID
		return changes, err
	})
	if open {
		w.setCourse(id, course.Open)
	}
	return id
}

func (w *sampleTown) setCourse(id string, to course.State) {
	by := w.actor("tam")
	w.update(func(r store.Reader) (store.Changes, error) {
		_, c, err := course.Set(r, by, id, to, w.now())
		return c, err
	})
}

// in is a day from now on, at an hour.
func (w *sampleTown) in(days, hour int) time.Time { return w.at(-days, hour, 0) }

// broomCourse is over.
func (w *sampleTown) broomCourse() {
	id := w.newCourse(course.Plan{
		Name: "Làm chổi đót", Length: "10 ngày", Days: 10, Place: "nhà văn hóa thôn Căn Sâm", Seats: 12, Communes: []string{sampleHome},
	}, true)
	w.register(id, 40, 12)
	by := w.actor("tam")
	for _, to := range []course.Status{course.Learning, course.Finished} {
		w.update(func(r store.Reader) (c store.Changes, err error) {
			list, err := course.List(r, id)
			if err != nil {
				return c, err
			}
			var settings []course.Setting
			for i, g := range list {
				s := course.Setting{Code: g.Code, Status: to}
				if to == course.Finished && i == 3 {
					s = course.Setting{Code: g.Code, Status: course.Left, Note: "nghỉ về mùa rẫy"}
				}
				settings = append(settings, s)
			}
			_, c, err = course.SetStatuses(r, by, settings, w.now())
			return c, err
		})
	}
	w.setCourse(id, course.Closed)
	w.setCourse(id, course.Done)
}

// cattleCourse is full, and some wait.
func (w *sampleTown) cattleCourse() {
	w.register(w.newCourse(course.Plan{
		Name: "Kỹ thuật nuôi và phòng bệnh cho bò, lợn, gà", Short: "Nuôi bò, lợn, gà", Trade: "nuôi bò", Length: "3 tháng", Days: 60,
		Place: "Ủy ban xã A Lưới 3", Seats: 20, Communes: []string{sampleHome}, Starts: w.in(25, 7), Closes: w.in(14, 0),
	}, true), 1, 25)
}

// weavingCourse has seats left.
func (w *sampleTown) weavingCourse() {
	w.register(w.newCourse(course.Plan{
		Name: "Dệt zèng", Length: "2 tháng", Days: 40, Place: "nhà dệt thôn A Ka", Seats: 25, Communes: []string{sampleHome, "a-luoi-2"}, Starts: w.in(40, 7),
	}, true), 26, 9)
}

// sewingCourse is a draft.
func (w *sampleTown) sewingCourse() {
	w.newCourse(course.Plan{Name: "May công nghiệp", Length: "3 tháng", Seats: 30, Communes: []string{"a-luoi-1", "a-luoi-2", sampleHome}}, false)
}
