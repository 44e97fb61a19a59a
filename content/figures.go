package content

import (
	"maps"
	"regexp"
	"strings"
)

// written writes a figure of a usual shape in another language. A language
// that is not here has to be given every figure with letters.
var written = map[string]func(string) string{"en": inEnglish}

// versionsOf copies the facts with their values in another language: the ones
// a translation gives, the others by the few forms most figures have.
func (l *Library) versionsOf(lang string, t *translation) map[string][]*Fact {
	write := written[lang]
	if write == nil {
		write = func(own string) string { return own }
	}
	out := make(map[string][]*Fact, len(l.Facts))
	for id, versions := range l.Facts {
		for _, f := range versions {
			c := *f
			c.Values, c.Derived = maps.Clone(f.Values), maps.Clone(f.Derived)
			for k, v := range c.Values {
				c.Values[k] = write(v)
			}
			for k, d := range c.Derived {
				d.Value = write(d.Value)
				c.Derived[k] = d
			}
			if tr := t.facts[version{id, f.From.Date}]; tr != nil {
				c.translateValues(tr.Values)
			}
			out[id] = append(out[id], &c)
		}
	}
	for v, tr := range t.facts {
		found := false
		for _, f := range l.Facts[v.id] {
			found = found || f.From.Date == v.from
		}
		if !found {
			l.report(tr.at, "bản dịch này dịch dữ kiện %q từ %s, mà không có bản ấy: sửa mã hoặc \"from:\"", v.id, v.from)
		}
	}
	return out
}

func (f *Fact) translateValues(to map[string]string) {
	for k, v := range to {
		if d, ok := f.Derived[k]; ok {
			d.Value = v
			f.Derived[k] = d
			continue
		}
		f.Values[k] = v
	}
}

// form is a shape of figures and how English writes it.
type form struct {
	own *regexp.Regexp
	en  string
}

// figureForms are the shapes of figures that need no translator.
var figureForms = []form{
	{regexp.MustCompile(`^([\d.,]+) triệu đồng/tháng$`), "$1 million dong a month"},
	{regexp.MustCompile(`^([\d.,]+) triệu đồng$`), "$1 million dong"},
	{regexp.MustCompile(`^([\d.,]+) tỷ đồng$`), "$1 billion dong"},
	{regexp.MustCompile(`^([\d.,]+) đồng$`), "$1 dong"},
	{regexp.MustCompile(`^([\d.,]+) đồng/tháng$`), "$1 dong a month"},
	{regexp.MustCompile(`^([\d.,]+) đồng/ngày$`), "$1 dong a day"},
	{regexp.MustCompile(`^([\d.,]+) đồng/người/tháng$`), "$1 dong a person a month"},
	{regexp.MustCompile(`^([\d.,]+)%/năm$`), "$1% a year"},
	{regexp.MustCompile(`^([\d.,]+)%/tháng$`), "$1% a month"},
	{regexp.MustCompile(`^([\d.,]+)%$`), "$1%"},
	{regexp.MustCompile(`^([\d.,]+) tháng$`), "$1 months"},
	{regexp.MustCompile(`^([\d.,]+) năm$`), "$1 years"},
	{regexp.MustCompile(`^([\d.,]+) tuổi$`), "$1 years"},
	{regexp.MustCompile(`^([\d.,]+) ngày$`), "$1 days"},
	{regexp.MustCompile(`^([\d.,]+) ngày làm việc$`), "$1 working days"},
	{regexp.MustCompile(`^([\d.,]+) lần$`), "$1 times"},
	{regexp.MustCompile(`^([\d.,]+) m²$`), "$1 m²"},
	{regexp.MustCompile(`^([\d.,]+) km$`), "$1 km"},
	{regexp.MustCompile(`^từ đủ (\d+) tuổi$`), "from the age of $1"},
}

// boundForms say on which side of a figure something lies. "From the age of"
// is a form of its own, so a bound holds no age.
var boundForms = []form{
	{regexp.MustCompile(`^ít nhất (.+)$`), "at least $1"},
	{regexp.MustCompile(`^tối đa (.+)$`), "at most $1"},
	{regexp.MustCompile(`^khoảng (.+)$`), "about $1"},
	{regexp.MustCompile(`^dưới (.+)$`), "under $1"},
	{regexp.MustCompile(`^trên (.+)$`), "more than $1"},
	{regexp.MustCompile(`^từ (.+) trở lên$`), "$1 or more"},
	{regexp.MustCompile(`^từ (.+)$`), "$1 or more"},
}

// wordForms are values without a figure that many facts share.
var wordForms = map[string]string{
	"một lần": "once", "không mất tiền": "free", "không mất phí": "free", "không mất lệ phí": "free",
}

var paperForm = form{regexp.MustCompile(`^Mẫu (?:số )?([\d/A-Z]+)$`), "Form $1"}

// one is a single thing, which English does not count in the plural.
var one = regexp.MustCompile(`^(1 (?:working )?(?:month|year|day|time))s$`)

// inEnglish writes a figure as English does: the point and the comma change
// places. A day stays as it is written here, and so does what has no form.
func inEnglish(v string) string {
	if words, ok := wordForms[v]; ok {
		return words
	}
	if m := paperForm.own.FindStringSubmatch(v); m != nil {
		return strings.Replace(paperForm.en, "$1", m[1], 1)
	}
	if figure, ok := plainFigure(v); ok {
		return figure
	}
	for _, b := range boundForms {
		if m := b.own.FindStringSubmatch(v); m != nil {
			if figure, ok := plainFigure(m[1]); ok {
				return strings.Replace(b.en, "$1", figure, 1)
			}
		}
	}
	return v
}

func plainFigure(v string) (string, bool) {
	for _, f := range figureForms {
		if m := f.own.FindStringSubmatch(v); m != nil {
			return one.ReplaceAllString(strings.Replace(f.en, "$1", swapSeparators(m[1]), 1), "$1"), true
		}
	}
	return "", false
}

func swapSeparators(digits string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '.':
			return ','
		case ',':
			return '.'
		}
		return r
	}, digits)
}
