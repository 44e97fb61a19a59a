package main

import (
	"errors"
	"fmt"
	"time"

	"tinban/notice"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// onDay is a day as a notice says it: "thứ Bảy 13/6".
func onDay(t time.Time) string {
	names := []string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}
	return fmt.Sprintf("%s %d/%d", names[t.Weekday()], t.Day(), t.Month())
}

// noticeStep takes one step of a notice, and tells staff of it.
func (w *sampleTown) noticeStep(do func(store.Reader) (notice.Step, store.Changes, error)) (n notice.Notice) {
	w.pass(time.Minute)
	w.update(func(r store.Reader) (store.Changes, error) {
		step, c, err := do(r)
		if err != nil {
			return c, err
		}
		n = step.Notice
		tells, err := w.s.bot.TellStaff(r, step.Tell, "")
		c.Add(tells)
		return c, err
	})
	w.sent()
	return n
}

// draft is a notice of the sample officer.
func (w *sampleTown) draft(topic person.Topic, text string) notice.ID {
	by := w.actor("lan")
	content := notice.Content{Communes: []string{sampleHome}, Topic: topic, Text: text}
	return w.noticeStep(func(r store.Reader) (notice.Step, store.Changes, error) {
		return w.s.board.Draft(r, by, content, notice.Seed(by.ID, text, w.now()), w.now())
	}).ID
}

// submit tests a draft and asks the leader to agree.
func (w *sampleTown) submit(id notice.ID) {
	by := w.actor("lan")
	n := w.noticeStep(func(r store.Reader) (notice.Step, store.Changes, error) { return w.s.bot.TestNotice(r, by, id) })
	if w.err != nil {
		return
	}
	count, err := w.s.board.CountAll(w.ctx, w.s.store, n, w.now())
	w.fail(err)
	w.noticeStep(func(r store.Reader) (notice.Step, store.Changes, error) {
		return w.s.board.Submit(r, by, id, count, w.now())
	})
}

// send has a submitted notice approved, and waits until everybody has it.
func (w *sampleTown) send(id notice.ID) {
	var leader staff.Actor
	if leader = w.actor("binh"); w.err != nil {
		return
	}
	n := w.noticeStep(func(r store.Reader) (notice.Step, store.Changes, error) {
		known, err := notice.Get(r, id)
		if err != nil {
			return notice.Step{}, store.Changes{}, err
		}
		return w.s.board.Approve(r, leader, id, notice.Agreement{Code: known.Code}, w.now())
	})
	for minutes := 0; n.State != notice.Done && w.err == nil; minutes++ {
		if minutes == 30 {
			w.fail(errors.New("a sample notice does not end"))
			return
		}
		w.pass(time.Minute)
		w.fail(w.s.moveNotices(w.ctx))
		w.sent()
		w.fail(w.s.store.View(w.ctx, func(r store.Reader) (err error) {
			n, err = notice.Get(r, id)
			return err
		}))
	}
}

func (w *sampleTown) meetingNotice() {
	id := w.draft(person.Meetings, fmt.Sprintf("8h %s họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề sắp mở. Mỗi nhà 1 người.", onDay(w.now().AddDate(0, 0, 3))))
	w.submit(id)
	w.send(id)
}

func (w *sampleTown) courseNotice() {
	id := w.draft(person.Courses, fmt.Sprintf("Lớp nuôi bò, lợn, gà đang ghi tên, học từ %s tại Ủy ban xã. Soạn NGHE để ghi tên.", onDay(w.in(20, 7))))
	w.submit(id)
	w.send(id)
	w.courses["wrong"] = string(id)
}

// correction goes to those who got the wrong day.
func (w *sampleTown) correction() {
	by := w.actor("lan")
	wrong := notice.ID(w.courses["wrong"])
	text := fmt.Sprintf("Lớp nuôi bò, lợn, gà học từ %s, không phải %s.", onDay(w.in(25, 7)), onDay(w.in(20, 7)))
	id := w.noticeStep(func(r store.Reader) (notice.Step, store.Changes, error) {
		return w.s.board.Correct(r, by, wrong, text, "sai ngày khai giảng", notice.Seed(by.ID, text, w.now()), w.now())
	}).ID
	w.submit(id)
	w.send(id)
}

// housingNotice waits for the leader.
func (w *sampleTown) housingNotice() {
	w.submit(w.draft(person.Housing, fmt.Sprintf("14h %s cán bộ về thôn A Ka xem nhà dột, nhà hư. Nhà nào cần thì ở nhà chờ.", onDay(w.in(4, 14)))))
}

func (w *sampleTown) draftNotice() {
	w.draft(person.Loans, fmt.Sprintf("Ngân hàng Chính sách xã hội giao dịch ở Ủy ban xã sáng %s. Bà con mang sổ vay.", onDay(w.in(6, 8))))
}
