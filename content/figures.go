package content

import (
	"maps"
	"regexp"
	"strings"
)

// versionsOf copies the facts with their values in another language: the ones
// a translation gives, the others by the few forms most figures have.
func (l *Library) versionsOf(t *translation) map[string][]*Fact {
	out := make(map[string][]*Fact, len(l.Facts))
	for id, versions := range l.Facts {
		for _, f := range versions {
			c := *f
			c.Values, c.Derived = maps.Clone(f.Values), maps.Clone(f.Derived)
			for k, v := range c.Values {
				c.Values[k] = inEnglish(v)
			}
			for k, d := range c.Derived {
				d.Value = inEnglish(d.Value)
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
			l.report(tr.at, "this translates fact %q from %s, which there is not: correct the id or \"from:\"", v.id, v.from)
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

// figureForms are the shapes of figures that need no translator.
var figureForms = []struct {
	vi *regexp.Regexp
	en string
}{
	{regexp.MustCompile(`^([\d.,]+) triệu đồng/tháng$`), "$1 million dong a month"},
	{regexp.MustCompile(`^([\d.,]+) triệu đồng$`), "$1 million dong"},
	{regexp.MustCompile(`^([\d.,]+) tỷ đồng$`), "$1 billion dong"},
	{regexp.MustCompile(`^([\d.,]+) đồng$`), "$1 dong"},
	{regexp.MustCompile(`^([\d.,]+) đồng/tháng$`), "$1 dong a month"},
	{regexp.MustCompile(`^([\d.,]+) đồng/ngày$`), "$1 dong a day"},
	{regexp.MustCompile(`^([\d.,]+)%/năm$`), "$1% a year"},
	{regexp.MustCompile(`^([\d.,]+)%/tháng$`), "$1% a month"},
	{regexp.MustCompile(`^([\d.,]+)%$`), "$1%"},
	{regexp.MustCompile(`^([\d.,]+) tháng$`), "$1 months"},
	{regexp.MustCompile(`^([\d.,]+) năm$`), "$1 years"},
	{regexp.MustCompile(`^([\d.,]+) ngày$`), "$1 days"},
	{regexp.MustCompile(`^([\d.,]+) ngày làm việc$`), "$1 working days"},
	{regexp.MustCompile(`^([\d.,]+) m²$`), "$1 m²"},
	{regexp.MustCompile(`^([\d.,]+) km$`), "$1 km"},
	{regexp.MustCompile(`^từ đủ ([\d]+) tuổi$`), "from the age of $1"},
}

// inEnglish writes a figure as English does: the point and the comma change
// places. A day stays as it is written here.
func inEnglish(v string) string {
	for _, f := range figureForms {
		if m := f.vi.FindStringSubmatch(v); m != nil {
			return strings.Replace(f.en, "$1", swapSeparators(m[1]), 1)
		}
	}
	return v
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
