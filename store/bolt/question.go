package bolt

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"strings"
	"time"

	"tinban/msg"
	"tinban/store"
)

// ask files a question under the code its decision was shown.
func (t *txn) ask(p *party, q store.Question) error {
	id := p.question
	if q.At.IsZero() {
		q.At = p.now
	}
	q.Answer, q.Answered = "", time.Time{}
	if err := t.put(inQuestions, []byte(id), []byte(p.id)); err != nil {
		return err
	}
	if err := t.put(inOpen, openKey(q.At, id), nil); err != nil {
		return err
	}
	t.key = ownNamed(t.key, p.id, kindQuestion, id)
	return t.put(inContacts, t.key, t.keep(putQuestion(t.fresh(), q)))
}

// codeLetters look and sound different from each other and from digits.
const codeLetters = "AEGHKMRTUVX"

// damm is the quasigroup of H. M. Damm's check digit: it finds every single
// wrong digit and every two that changed places.
var damm = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9}, {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5}, {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

// checkDigit covers the letter, as two digits, and the digits after it.
func checkDigit(letter int, digits []byte) byte {
	c := damm[damm[0][letter/10]][letter%10]
	for _, d := range digits {
		c = damm[c][d-'0']
	}
	return '0' + c
}

// newQuestionID draws a code nobody has, like "A4173": a letter, digits, a
// check digit, so that one digit heard wrong is never somebody else's
// question. When codes become scarce they grow by a digit.
func (t *txn) newQuestionID() store.QuestionID {
	for try := 0; ; try++ {
		var random [8]byte
		_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the process instead
		n := binary.BigEndian.Uint64(random[:])
		letter := int(n % uint64(len(codeLetters)))
		n /= uint64(len(codeLetters))
		code := append(make([]byte, 0, 16), codeLetters[letter])
		for range 3 + try/8 {
			code = append(code, '0'+byte(n%10))
			n /= 10
		}
		code = append(code, checkDigit(letter, code[1:]))
		if t.get(inQuestions, code) == nil {
			return store.QuestionID(code)
		}
	}
}

// question reads one question.
func (t *txn) question(id store.QuestionID) (store.Question, error) {
	contact := store.ContactID(t.get(inQuestions, []byte(id)))
	if contact == "" {
		return store.Question{}, store.ErrNotFound
	}
	v := t.get(inContacts, ownNamed(nil, contact, kindQuestion, id))
	if v == nil {
		return store.Question{}, store.ErrNotFound
	}
	return readQuestion(id, contact, v)
}

// Open implements store.Questions.
func (s *Store) Open(ctx context.Context) (list []store.Question, err error) {
	err = s.view(ctx, func(t *txn) error {
		return t.scan(inOpen, nil, func(k, _ []byte) (bool, error) {
			q, err := t.question(store.QuestionID(k[8:]))
			list = append(list, q)
			return true, err
		})
	})
	return list, err
}

// Answer implements store.Questions. The code may be typed in small letters.
func (s *Store) Answer(ctx context.Context, id store.QuestionID, text string, now time.Time,
	decide func(store.Question, store.Contact) (store.WriteSet, error)) error {
	id = store.QuestionID(strings.ToUpper(strings.TrimSpace(string(id))))
	if id == "" {
		return store.ErrNotFound
	}
	return s.do(ctx, &answering{id: id, text: text, now: now, decide: decide})
}

type answering struct {
	id     store.QuestionID
	text   string
	now    time.Time
	decide func(store.Question, store.Contact) (store.WriteSet, error)
}

func (a *answering) apply(t *txn) error {
	q, err := t.question(a.id)
	if err != nil {
		return err
	}
	if !q.Answered.IsZero() {
		return store.ErrAnswered
	}
	q.Answer, q.Answered = a.text, a.now
	p, err := t.load(q.Contact, a.now)
	if err != nil {
		return err
	}
	ws, err := a.decide(q, p.contact)
	if err != nil {
		return err
	}
	if err := validate(ws); err != nil {
		return err
	}
	if err := t.close(q); err != nil {
		return err
	}
	t.key = own(t.key, q.Contact, kindAddress)
	p.address = msg.Address(t.get(inContacts, t.key))
	return t.change(&p, ws)
}

// close files the answer and takes the question off the list.
func (t *txn) close(q store.Question) error {
	if err := t.del(inOpen, openKey(q.At, q.ID)); err != nil {
		return err
	}
	t.key = ownNamed(t.key, q.Contact, kindQuestion, q.ID)
	return t.put(inContacts, t.key, t.keep(putQuestion(t.fresh(), q)))
}
