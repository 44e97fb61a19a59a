package report

import (
	"strings"

	"tinban/locales"
)

// Purpose is what a list is wanted for. It is kept with who took it.
type Purpose struct {
	Code string // of Purposes
	More string // in their own words; only with Other
}

// Other is the purpose that needs words.
const Other = "other"

// Purposes is the closed list.
var Purposes = []struct{ Code, Label string }{
	{"call", "Gọi xác nhận"},
	{"approve", "Trình duyệt lớp"},
	{"teach", "Giao cho giáo viên"},
	{"plan", "Lập kế hoạch mở lớp"},
	{"answer", "Trả lời bà con"},
	{"sum", "Tổng hợp báo cáo"},
	{Other, "Khác"},
}

// maxMore is how long one's own words may be, in bytes of UTF-8: about a line.
const maxMore = 160

// ReadPurpose takes a code, a label, or "Khác: …" with words of one's own.
func ReadPurpose(s string) (Purpose, error) {
	head, more, _ := strings.Cut(line(s), ":")
	for _, p := range Purposes {
		if !strings.EqualFold(strings.TrimSpace(head), p.Label) && !strings.EqualFold(strings.TrimSpace(head), p.Code) {
			continue
		}
		return Purpose{p.Code, strings.TrimSpace(more)}.checked()
	}
	return Purpose{}, refused(locales.ReportPurpose, "Name", purposeLabels())
}

func (p Purpose) checked() (Purpose, error) {
	if p.Code != Other {
		return Purpose{Code: p.Code}, nil
	}
	switch {
	case p.More == "":
		return Purpose{}, refused(locales.ReportPurposeWords)
	case len(p.More) > maxMore:
		return Purpose{}, refused(locales.ReportPurposeLong, "Max", maxMore)
	case phoneLike.MatchString(p.More):
		return Purpose{}, refused(locales.ReportPurposeNumber)
	}
	return p, nil
}

// Words says a purpose for people.
func (p Purpose) Words() string {
	for _, known := range Purposes {
		if known.Code == p.Code && p.Code != Other {
			return known.Label
		}
	}
	return "Khác: " + p.More
}

// Reason says a purpose for the log.
func (p Purpose) Reason() string { return strings.TrimSuffix(p.Code+": "+p.More, ": ") }

func purposeLabels() string {
	var labels []string
	for _, p := range Purposes {
		labels = append(labels, p.Label)
	}
	return strings.Join(labels, "; ") + ": …"
}
