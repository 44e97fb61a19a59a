package main

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"

	"tinban/eligibility"
)

// graph draws the way through the questions as SVG: one file that needs
// nothing else, read in any browser.
func (s *sheet) graph(out io.Writer) error {
	root := s.steps()
	all := root.inOrder()
	head := []string{
		fmt.Sprintf("%s (%s)", s.rule.Title, s.rule.ID),
		fmt.Sprintf("Thời gian: %s.", period(s.rule.Period)),
		fmt.Sprintf("Xem như ngày %s: %s.", vnDay(s.day), s.standing()),
		fmt.Sprintf("Hỏi: %s.", s.length(all)),
	}
	pic := newPicture(head)
	top := margin + len(head)*lineHeight + margin
	if len(all) == 0 {
		end := rect{margin, top, columnWidths[0], textHeight(1)}
		pic.add(boxOf(verdictClass(root.verdict), end, []string{root.leads()}, nil))
		pic.size(leastWidth, end.bottom()+margin)
	} else {
		d := s.layout(all, top)
		d.draw(pic)
		pic.size(d.width, d.height)
	}
	if s.err != nil {
		return s.err
	}
	return pic.write(out)
}

func (d *diagram) draw(pic *picture) {
	for i, row := range d.rows {
		bottom := d.rowBottom(i)
		for _, b := range row {
			if b.step != nil {
				pic.add(boxOf("question", b.box, b.lines, b.note))
			}
			for _, p := range b.ports {
				d.drawPort(pic, b, p)
			}
		}
		if i+1 < len(d.rows) {
			d.drawLines(pic, i, bottom)
		}
	}
}

func (d *diagram) rowBottom(i int) int {
	if i+1 < len(d.rows) {
		return d.rows[i+1][0].box.y - gutter
	}
	return d.height - margin
}

func (d *diagram) drawPort(pic *picture, b *block, p *port) {
	if b.step == nil {
		return
	}
	pic.line(false, "M%d %dV%d", p.answers.middle(), b.box.bottom(), p.answers.y)
	pic.add(boxOf("answers", p.answers, p.lines, nil))
	if p.end != nil {
		pic.line(true, "M%d %dV%d", p.answers.middle(), p.answers.bottom(), p.verdict.y)
		pic.add(boxOf(verdictClass(p.end.verdict), p.verdict, p.words, nil))
	}
}

// drawLines leads every answer of a row that goes on to its block in the next
// row: straight down past the row, then in one swing. What comes in at a block
// is spread along its top.
func (d *diagram) drawLines(pic *picture, row, bottom int) {
	into := map[*block][]rect{}
	for _, b := range d.rows[row] {
		for _, p := range b.ports {
			if p.to == nil {
				continue
			}
			from := p.answers
			if b.step == nil {
				from = rect{b.box.x, b.box.y, b.box.w, 0}
			}
			into[p.to] = append(into[p.to], from)
		}
	}
	for _, to := range d.rows[row+1] {
		from := into[to]
		slices.SortFunc(from, func(a, b rect) int { return cmp.Compare(a.x, b.x) })
		for i, f := range from {
			x := to.box.x + to.box.w*(i+1)/(len(from)+1)
			y := to.box.y
			half := (bottom + y) / 2
			pic.line(to.step != nil, "M%d %dV%dC%d %d %d %d %d %d", f.middle(), f.bottom(), bottom, f.middle(), half, x, half, x, y)
		}
	}
}

// picture is the SVG file.
type picture struct {
	XMLName xml.Name  `xml:"http://www.w3.org/2000/svg svg"`
	Lang    string    `xml:"lang,attr"`
	Role    string    `xml:"role,attr"`
	Width   int       `xml:"width,attr"`
	Height  int       `xml:"height,attr"`
	View    string    `xml:"viewBox,attr"`
	Title   string    `xml:"title"`
	Style   svgStyle  `xml:"style"`
	Marker  svgMarker `xml:"defs>marker"`
	Lines   []svgPath `xml:"path"`
	Boxes   []svgBox  `xml:"g"`
	Head    svgText   `xml:"text"`
}

type svgStyle struct {
	Text string `xml:",innerxml"`
}

type svgMarker struct {
	ID     string  `xml:"id,attr"`
	View   string  `xml:"viewBox,attr"`
	RefX   int     `xml:"refX,attr"`
	RefY   int     `xml:"refY,attr"`
	Width  int     `xml:"markerWidth,attr"`
	Height int     `xml:"markerHeight,attr"`
	Orient string  `xml:"orient,attr"`
	Path   svgPath `xml:"path"`
}

type svgPath struct {
	Class string `xml:"class,attr"`
	D     string `xml:"d,attr"`
	End   string `xml:"marker-end,attr,omitempty"`
}

type svgBox struct {
	Class string  `xml:"class,attr"`
	Rect  svgRect `xml:"rect"`
	Text  svgText `xml:"text"`
}

type svgRect struct {
	X      int `xml:"x,attr"`
	Y      int `xml:"y,attr"`
	Width  int `xml:"width,attr"`
	Height int `xml:"height,attr"`
	Round  int `xml:"rx,attr"`
}

type svgText struct {
	Lines []svgLine `xml:"tspan"`
}

type svgLine struct {
	Class string `xml:"class,attr,omitempty"`
	X     int    `xml:"x,attr"`
	Y     int    `xml:"y,attr"`
	Text  string `xml:",chardata"`
}

const pictureStyle = `
svg { background: #fff; font-family: "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif; font-size: 15px; fill: #1a1a1a }
.head { font-size: 20px; font-weight: bold }
.line { fill: none; stroke: #5a6570; stroke-width: 1.5 }
.tip { fill: #5a6570; stroke: none }
g text { text-anchor: middle }
.question rect { fill: #eef3f8; stroke: #35506b; stroke-width: 1.5 }
.question .note { font-size: 13px; font-style: italic }
.answers rect { fill: #fff; stroke: #b8c0c8 }
.answers text, .verdict text { font-size: 13px }
.verdict text { font-weight: bold }
.likely rect { fill: #dff3e3; stroke: #1b6b34; stroke-width: 1.5 }
.need_info rect { fill: #fff3d1; stroke: #8a6100; stroke-width: 1.5 }
.unlikely rect { fill: #fbe3e0; stroke: #9c2f23; stroke-width: 1.5 }
.redirect rect { fill: #e2e6fb; stroke: #3a48a0; stroke-width: 1.5 }
.ended rect { fill: #e8e8e8; stroke: #555; stroke-width: 1.5; stroke-dasharray: 4 3 }
`

func verdictClass(v eligibility.Verdict) string { return "verdict " + string(v) }

func newPicture(head []string) *picture {
	p := &picture{
		Lang: "vi", Role: "img", Title: head[0], Style: svgStyle{pictureStyle},
		Marker: svgMarker{ID: "tip", View: "0 0 10 10", RefX: 9, RefY: 5, Width: 7, Height: 7, Orient: "auto",
			Path: svgPath{Class: "tip", D: "M0 0L10 5L0 10z"}},
	}
	for i, line := range head {
		p.Head.Lines = append(p.Head.Lines, svgLine{X: margin, Y: margin + (i+1)*lineHeight, Text: line})
	}
	p.Head.Lines[0].Class = "head"
	return p
}

func (p *picture) size(width, height int) {
	p.Width, p.Height, p.View = width, height, fmt.Sprintf("0 0 %d %d", width, height)
}

func (p *picture) add(b svgBox) { p.Boxes = append(p.Boxes, b) }

func (p *picture) line(tip bool, format string, args ...any) {
	l := svgPath{Class: "line", D: fmt.Sprintf(format, args...)}
	if tip {
		l.End = "url(#tip)"
	}
	p.Lines = append(p.Lines, l)
}

// boxOf sets lines in the middle of a box, and a note below them.
func boxOf(class string, r rect, lines, note []string) svgBox {
	b := svgBox{Class: class, Rect: svgRect{r.x, r.y, r.w, r.h, 6}}
	y := r.y + (r.h-(len(lines)+len(note))*lineHeight)/2
	for i, text := range slices.Concat(lines, note) {
		line := svgLine{X: r.middle(), Y: y + i*lineHeight + textSize, Text: text}
		if i >= len(lines) {
			line.Class = "note"
		}
		b.Text.Lines = append(b.Text.Lines, line)
	}
	return b
}

func (p *picture) write(out io.Writer) error {
	enc := xml.NewEncoder(out)
	enc.Indent("", " ")
	if err := enc.Encode(p); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out)
	return err
}
