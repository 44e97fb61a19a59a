package check

import (
	"fmt"
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
	"tinban/sms/text"
)

// The layout of an SMS that texts are measured in. The bot fills the same
// lines; its own tests hold the two together.
const (
	// MaxParts is how many SMS a reply may take.
	MaxParts = 2
	// TitleEnd stands between the title and the answer.
	TitleEnd = ":"
	// SourceLine ends an answer: documents by their short names, and the day
	// of the review.
	SourceLine = "Nguồn: %s (%s)."
	// UntilDay follows the day of the review in an answer that has an end.
	UntilDay = ", hết %s"
	// SourceDocs is how many documents the source line names.
	SourceDocs = 2
	// MoreLine tells how to read the long text.
	MoreLine = "TIEP: xem thêm"
	// IntroLine comes before the first question of a check: its title and how
	// many questions there are at most.
	IntroLine = "%s: hỏi nhiều nhất %d câu, không lưu tên, tự xóa sau 48 giờ. ? vì sao hỏi, 0 về đầu."
	// AskLine is a question with its number.
	AskLine = "Câu %d: %s"
	// The same lines in English.
	EnglishSourceLine = "Source: %s (%s)."
	EnglishUntilDay   = ", to %s"
	EnglishMoreLine   = "TIEP: more"
	EnglishIntroLine  = "%s: at most %d questions, no names kept, erased after 48 hours. ? why, 0 menu."
	EnglishAskLine    = "Question %d: %s"
	// MaxTitle is the most letters of a title.
	MaxTitle = 40
	// MaxOption is the most letters of an option.
	MaxOption = 34
	// MaxOptions is how many options one digit can choose from.
	MaxOptions = 9
	// MaxVerdict is the most letters of a verdict's short text.
	MaxVerdict = 160
)

// layout is the lines of an SMS in one language.
type layout struct{ source, until, more, intro, ask string }

var layouts = map[string]layout{
	"":   {SourceLine, UntilDay, MoreLine, IntroLine, AskLine},
	"en": {EnglishSourceLine, EnglishUntilDay, EnglishMoreLine, EnglishIntroLine, EnglishAskLine},
}

func (j *judge) layout() layout { return layouts[j.lib.Lang()] }

// caveatNote is the note that is said by itself with facts to be asked again.
const caveatNote = "caveat"

// titles: they are the first words of a reply and the face of a button.
func titles(j *judge) {
	title := func(at placed, of, s string) {
		switch n := len([]rune(s)); {
		case n == 0:
			j.add(at, "%s không có tiêu đề: viết \"title:\"", of)
		case n > MaxTitle:
			j.add(at, "%s: tiêu đề dài %d chữ cái, nhiều nhất %d: viết ngắn lại", of, n, MaxTitle)
		}
	}
	for _, l := range j.lib.Labels {
		title(l, fmt.Sprintf("nhãn %q", l.ID), l.Title)
	}
	for _, g := range j.lib.Groups {
		title(g, fmt.Sprintf("nhóm %q", g.ID), g.Title)
	}
	for _, n := range j.lib.Needs {
		title(n, fmt.Sprintf("need %q", n.ID), n.Title)
	}
	j.eachAnswer(func(a *content.Answer) { title(a, fmt.Sprintf("câu trả lời %q", a.ID), a.Title) })
	j.eachRule(func(r *content.Rule) { title(r, fmt.Sprintf("quy tắc %q", r.ID), r.Title) })
}

func options(j *judge) {
	for id, q := range j.lib.Questions {
		if n := len(q.Options); n > MaxOptions {
			j.add(q, "câu hỏi %q có %d lựa chọn, nhiều nhất %d: gộp bớt", id, n, MaxOptions)
		}
		asked := j.askedOn(id)
		for _, o := range q.Options {
			label := o.Label
			for _, day := range j.changing(asked, o.Label) {
				label = longerOf(label, j.shown(o.Label, content.View{On: day}))
			}
			if n := len([]rune(label)); n == 0 || n > MaxOption {
				j.add(q, "câu hỏi %q, lựa chọn %q: chữ hiện ra dài %d chữ cái, phải từ 1 đến %d: viết lại", id, o.Key, n, MaxOption)
			}
		}
	}
}

// longerOf is the later text unless only braces made the first one longer.
func longerOf(a, b string) string {
	if strings.Contains(a, "{") || len([]rune(b)) > len([]rune(a)) {
		return b
	}
	return a
}

// shown renders a text; what cannot be rendered is for references to tell.
func (j *judge) shown(s string, v content.View) string {
	r, err := j.lib.Render(s, v)
	if err != nil {
		return ""
	}
	return r.Text
}

// answerBudget lays every short answer out as it is sent, without marks.
func answerBudget(j *judge) {
	j.eachAnswer(func(a *content.Answer) {
		worst, on := 0, eligibility.Date{}
		for _, day := range j.changing(j.within(a.Period), j.inSMS(a)...) {
			before := ""
			for _, commune := range []string{"", j.longestCommune(day)} {
				sms := j.answerSMS(a, content.View{On: day, Commune: commune, Short: true})
				if sms == before {
					continue
				}
				before = sms
				if n := letters(sms); n > worst {
					worst, on = n, day
				}
			}
		}
		if most := room(MaxParts); worst > most {
			j.add(a, "câu trả lời %q: ngày %s tin SMS dài %d chữ cái, nhiều nhất %d: viết ngắn bản ngắn lại", a.ID, on, worst, most)
		}
	})
}

// inSMS is the texts an answer's SMS is made of.
func (j *judge) inSMS(a *content.Answer) []string {
	texts := []string{a.Title, a.Short}
	for _, id := range append([]string{caveatNote}, a.Notes...) {
		if n := j.lib.Notes[id]; n != nil {
			texts = append(texts, n.Short)
		}
	}
	return texts
}

// answerSMS is what a keypad phone shows, marks and all.
func (j *judge) answerSMS(a *content.Answer, v content.View) string {
	said, err := j.lib.Render(a.Short, v)
	if err != nil {
		return ""
	}
	body := []string{said.Text}
	for _, id := range a.Notes {
		body = append(body, j.note(id, v))
	}
	if said.Caveat {
		body = append(body, j.note(caveatNote, v))
	}
	return lines(a.Title+TitleEnd, joined(" ", body), j.sourceLine(append(said.Sources, a.Sources...), a.Reviewed, a.To.Date), j.layout().more)
}

func (j *judge) note(id string, v content.View) string {
	n := j.lib.Notes[id]
	if n == nil {
		return ""
	}
	return j.shown(n.Short, v)
}

func (j *judge) sourceLine(sources []content.Source, r content.Review, until eligibility.Date) string {
	var names []string
	for _, s := range sources {
		if d := j.lib.Documents[s.Doc]; d != nil && !slices.Contains(names, d.Short) && len(names) < SourceDocs {
			names = append(names, d.Short)
		}
	}
	if len(names) == 0 {
		return ""
	}
	day := "01/01/" + fmt.Sprint(r.On.Year)
	if !until.IsZero() {
		day += fmt.Sprintf(j.layout().until, "01/01/"+fmt.Sprint(until.Year))
	}
	return fmt.Sprintf(j.layout().source, strings.Join(names, "; "), day)
}

// verdictBudget keeps what a check comes to within one SMS: reasons and the
// next step follow it.
func verdictBudget(j *judge) {
	for _, s := range j.texts {
		r, ok := s.at.(*content.Rule)
		if !ok || !s.short || !strings.HasPrefix(s.of, fmt.Sprintf("quy tắc %q, kết quả", r.ID)) {
			continue
		}
		if worst := j.worst(s); worst > MaxVerdict {
			j.add(s.at, "%s: bỏ dấu còn dài %d chữ cái, nhiều nhất %d: viết ngắn lại", s.of, worst, MaxVerdict)
		}
	}
}

// questionBudget lays every question out with all of its options, as the first
// of a check and behind the reason it is asked: an option that is not shown
// cannot be chosen.
func questionBudget(j *judge) {
	j.eachRule(func(r *content.Rule) {
		intro := fmt.Sprintf(j.layout().intro, r.Title, r.MaxQuestions)
		for _, asked := range r.Compiled.Questions {
			q := j.lib.Questions[asked.ID]
			why := joined(" ", []string{q.Why, q.UnknownHelp})
			for _, before := range []struct{ what, text string }{{"khi xét điều kiện", intro}, {"sau khi hỏi vì sao", why}} {
				if n, most := j.questionLetters(r, q, before.text), room(MaxParts); n > most {
					j.add(q, "câu hỏi %q: %s cùng các lựa chọn dài %d chữ cái, nhiều nhất %d: viết ngắn câu hỏi hoặc các lựa chọn", q.ID, before.what, n, most)
				}
			}
		}
	})
}

// questionLetters is the most letters of a question, with what is said before
// it, on the days of a rule.
func (j *judge) questionLetters(r *content.Rule, q *content.Question, before string) (worst int) {
	texts := []string{q.Short, before}
	for _, o := range q.Options {
		texts = append(texts, o.Label)
	}
	for _, day := range j.changing(j.within(r.Period), texts...) {
		for _, commune := range []string{"", j.longestCommune(day)} {
			v := content.View{On: day, Commune: commune, Short: true}
			var labels []string
			for _, o := range q.Options {
				labels = append(labels, j.shown(o.Label, v))
			}
			ask := fmt.Sprintf(j.layout().ask, MaxOptions, j.shown(q.Short, v))
			worst = max(worst, letters(lines(j.shown(before, v), ask, text.Numbered(labels))))
		}
	}
	return worst
}

// worst is the most letters a text takes, on any day and for any commune.
func (j *judge) worst(s saying) (n int) {
	for _, day := range j.changing(s.days, s.text) {
		for _, v := range j.views(s, day) {
			n = max(n, letters(j.shown(s.text, v)))
		}
	}
	return n
}

// letters is what a text costs once its marks are stripped.
func letters(s string) int {
	_, n := text.Units(strings.TrimSpace(text.Strip(s)))
	return n
}

// room is how many letters so many parts hold.
func room(parts int) int {
	alone, each := text.GSM7.Limits()
	if parts == 1 {
		return alone
	}
	return parts * each
}

func lines(pieces ...string) string { return joined("\n", pieces) }

func joined(sep string, pieces []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(pieces), func(p string) bool { return p == "" }), sep)
}
