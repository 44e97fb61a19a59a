package report

import "github.com/xuri/excelize/v2"

// The letter of official documents here.
const (
	fontName = "Times New Roman"
	fontSize = 12
)

// styles are the numbers a workbook gives its looks.
type styles struct {
	title, head, label, total, count, bold, plain int
	cells                                         map[kind]int
}

func newStyles(f *excelize.File) (s styles, err error) {
	if err := f.SetDefaultFont(fontName); err != nil {
		return s, err
	}
	add := func(st excelize.Style) int {
		if st.Font == nil {
			st.Font = &excelize.Font{}
		}
		st.Font.Family, st.Font.Color = fontName, "000000"
		if st.Font.Size == 0 {
			st.Font.Size = fontSize
		}
		id, bad := f.NewStyle(&st)
		if bad != nil {
			err = bad
		}
		return id
	}
	bold := func() *excelize.Font { return &excelize.Font{Bold: true} }
	edge := border()
	s = styles{
		title: add(excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}),
		head: add(excelize.Style{Font: bold(), Border: edge, Fill: shade("D9E5F1"),
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}),
		label: add(excelize.Style{Border: edge, NumFmt: asText, Alignment: placed("left", "center", true)}),
		count: add(excelize.Style{Border: edge, Alignment: placed("right", "center", false)}),
		total: add(excelize.Style{Font: bold(), Border: edge, Fill: shade("F2F2F2"), Alignment: placed("right", "center", false)}),
		bold:  add(excelize.Style{Font: bold(), NumFmt: asText, Alignment: top("left", true)}),
		plain: add(excelize.Style{NumFmt: asText, Alignment: top("left", true)}),
		cells: map[kind]int{},
	}
	for k, st := range cellStyles() {
		st.Border = edge
		s.cells[k] = add(st)
	}
	return s, err
}

// asText is the number format that keeps what is typed as it is typed: without
// it a text that begins with = turns into a formula when somebody edits it.
const asText = 49

func cellStyles() map[kind]excelize.Style {
	when := "dd/mm/yyyy hh:mm"
	return map[kind]excelize.Style{
		number: {Alignment: top("center", false)},
		text:   {NumFmt: asText, Alignment: top("left", false)},
		long:   {NumFmt: asText, Alignment: top("left", true)},
		phone:  {NumFmt: asText, Alignment: top("left", false)},
		moment: {CustomNumFmt: &when, Alignment: top("center", false)},
		choice: {NumFmt: asText, Alignment: top("left", false), Fill: shade("FFF9E5")},
	}
}

func top(side string, wrap bool) *excelize.Alignment {
	return placed(side, "top", wrap)
}

func placed(side, vertical string, wrap bool) *excelize.Alignment {
	a := &excelize.Alignment{Horizontal: side, Vertical: vertical, WrapText: wrap}
	if side != "center" {
		a.Indent = 1
	}
	return a
}

func shade(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func border() (edge []excelize.Border) {
	for _, side := range []string{"left", "right", "top", "bottom"} {
		edge = append(edge, excelize.Border{Type: side, Color: "A6A6A6", Style: 1})
	}
	return edge
}
