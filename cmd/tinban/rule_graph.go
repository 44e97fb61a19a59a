package main

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The way through a check is drawn from the top down: a row of questions for
// every number of questions asked before, the answers of each below it, and
// under an answer either its verdict or a line to the next question.

// Sizes in pixels.
const (
	pageWidth  = 1280 // what fits on an ordinary screen; columns narrow down to stay within it
	leastWidth = 760  // room for the lines above
	margin     = 24
	padding    = 8
	blockGap   = 24
	columnGap  = 8
	passWidth  = 16 // room for a line on its way to a later row
	stem       = 16 // from a question to its answers, and from there to a verdict
	gutter     = 64 // between two rows, for lines
	narrowest  = 210
	textSize   = 15
	smallSize  = 13
	lineHeight = 20
)

// columnWidths are tried from the widest for the first that fits the page.
var columnWidths = []int{190, 170, 150, 135, 120}

// rect is a box on the page.
type rect struct{ x, y, w, h int }

func (r rect) middle() int { return r.x + r.w/2 }
func (r rect) bottom() int { return r.y + r.h }

// block is a question with its answers, or, without a step, the place where a
// line crosses a row.
type block struct {
	step  *step
	box   rect
	lines []string
	note  []string
	ports []*port
}

// port is one way out of a block.
type port struct {
	answers rect
	lines   []string
	verdict rect // where the way ends
	words   []string
	end     *step  // the verdict, or nil
	to      *block // the next block, or nil
}

// diagram is where everything lies.
type diagram struct {
	rowOf  map[*step]int
	rows   [][]*block
	column int
	width  int
	height int
}

// layout places a check whose steps are in order. top is where its first row
// begins. What is too wide at the narrowest is set lower, until it fits.
func (s *sheet) layout(all []*step, top int) *diagram {
	d := &diagram{rowOf: map[*step]int{}}
	for _, st := range all {
		d.rowOf[st] = st.depth
	}
	fits := false
	for _, d.column = range columnWidths {
		if fits = d.place(s, all); fits {
			break
		}
	}
	for !fits && d.lower(all) {
		fits = d.place(s, all)
	}
	d.stack(top)
	return d
}

// place arranges the check in columns as they are, and says whether it fits.
func (d *diagram) place(s *sheet, all []*step) bool {
	d.rows = nil
	d.build(s, all)
	d.arrange()
	return d.width <= pageWidth
}

// lower moves a step of the first row that is too wide to the row below, with
// all that follow it; the one with the fewest of them.
func (d *diagram) lower(all []*step) bool {
	for _, row := range d.rows {
		last := row[len(row)-1].box
		if last.x+last.w-row[0].box.x <= pageWidth-2*margin {
			continue
		}
		var least *step
		asks := 0
		for _, b := range row {
			if b.step == nil {
				continue
			}
			asks++
			if least == nil || b.step.waysOn() <= least.waysOn() {
				least = b.step
			}
		}
		if asks < 2 {
			continue // nothing to gain in this row
		}
		d.rowOf[least]++
		for _, st := range all {
			for _, br := range st.branches {
				d.rowOf[br.to] = max(d.rowOf[br.to], d.rowOf[st]+1)
			}
		}
		return true
	}
	return false
}

// waysOn counts the answers that lead to another question.
func (s *step) waysOn() (n int) {
	for _, b := range s.branches {
		if b.to.question != nil {
			n++
		}
	}
	return n
}

// build makes the blocks of every row and joins them.
func (d *diagram) build(s *sheet, all []*step) {
	blocks := map[*step]*block{}
	for _, st := range all {
		blocks[st] = &block{step: st}
		d.put(d.rowOf[st], blocks[st])
	}
	for _, st := range all {
		b := blocks[st]
		for _, br := range st.branches {
			p := &port{lines: wrap(strings.Join(br.answers, "; "), d.column, smallSize)}
			b.ports = append(b.ports, p)
			if br.to.question == nil {
				p.end, p.words = br.to, wrap(br.to.leads(), d.column, smallSize)
				continue
			}
			p.to = d.pass(d.rowOf[st]+1, blocks[br.to])
		}
		b.box.w = max(narrowest, len(b.ports)*(d.column+columnGap)-columnGap)
		b.lines = wrap(s.title(st), b.box.w, textSize)
		b.note = wrap(st.note(all[0]), b.box.w, smallSize)
	}
}

func (d *diagram) put(row int, b *block) {
	for len(d.rows) <= row {
		d.rows = append(d.rows, nil)
	}
	d.rows[row] = append(d.rows[row], b)
}

// pass leads a line down to a block, through every row between.
func (d *diagram) pass(row int, to *block) *block {
	if row >= d.rowOf[to.step] {
		return to
	}
	b := &block{ports: []*port{{to: d.pass(row+1, to)}}}
	b.box.w = passWidth
	d.put(row, b)
	return b
}

// arrange orders rows and answers so that lines cross little, and gives
// everything its place from left to right.
func (d *diagram) arrange() {
	const sweeps = 4
	for sweep := range sweeps {
		for i, row := range d.rows {
			if i > 0 {
				d.order(i)
			}
			spread(row)
		}
		if sweep < sweeps-1 {
			for _, row := range d.rows {
				for _, b := range row {
					b.orderPorts()
				}
			}
		}
	}
	d.frame()
}

// frame finds how wide all is, and moves it into the page.
func (d *diagram) frame() {
	widest := 0
	for _, row := range d.rows {
		last := row[len(row)-1].box
		widest = max(widest, last.x+last.w-row[0].box.x)
	}
	d.width = max(leastWidth, widest+2*margin)
	for _, row := range d.rows {
		for _, b := range row {
			b.move(d.width / 2)
		}
	}
}

// order sorts a row by where its lines come from.
func (d *diagram) order(row int) {
	sum, n := map[*block]int{}, map[*block]int{}
	for _, b := range d.rows[row-1] {
		for _, p := range b.ports {
			if p.to != nil {
				sum[p.to] += p.answers.middle()
				n[p.to]++
			}
		}
	}
	slices.SortStableFunc(d.rows[row], func(a, b *block) int {
		return cmp.Compare(sum[a]*n[b], sum[b]*n[a])
	})
}

// orderPorts sorts answers by where they lead; a verdict stays in the middle.
func (b *block) orderPorts() {
	at := func(p *port) int {
		if p.to == nil {
			return b.box.middle()
		}
		return p.to.box.middle()
	}
	slices.SortStableFunc(b.ports, func(p, q *port) int { return cmp.Compare(at(p), at(q)) })
}

// spread sets a row side by side around the middle of the page.
func spread(row []*block) {
	total := -blockGap
	for _, b := range row {
		total += b.box.w + blockGap
	}
	x := -total / 2
	for _, b := range row {
		b.move(x - b.box.x)
		share := (b.box.w + columnGap) / len(b.ports)
		for i, p := range b.ports {
			p.answers.w = share - columnGap
			p.answers.x = b.box.x + i*share
			if b.step == nil {
				p.answers = rect{x: b.box.x, w: b.box.w}
			}
			p.verdict.x, p.verdict.w = p.answers.x, p.answers.w
		}
		x += b.box.w + blockGap
	}
}

func (b *block) move(dx int) {
	b.box.x += dx
	for _, p := range b.ports {
		p.answers.x += dx
		p.verdict.x += dx
	}
}

// stack gives everything its place from the top down.
func (d *diagram) stack(y int) {
	for _, row := range d.rows {
		asks, says, ends := 0, 0, 0
		for _, b := range row {
			asks = max(asks, textHeight(len(b.lines)+len(b.note)))
			for _, p := range b.ports {
				says, ends = max(says, textHeight(len(p.lines))), max(ends, textHeight(len(p.words)))
			}
		}
		bottom := y + asks + stem + says + stem + ends
		for _, b := range row {
			b.box.y, b.box.h = y, asks
			for _, p := range b.ports {
				p.answers.y, p.answers.h = y+asks+stem, textHeight(len(p.lines))
				p.verdict.y, p.verdict.h = p.answers.bottom()+stem, textHeight(len(p.words))
			}
			if b.step == nil {
				b.box.h = bottom - y
			}
		}
		d.height = bottom + margin
		y = bottom + gutter
	}
}

func textHeight(lines int) int {
	if lines == 0 {
		return 0
	}
	return lines*lineHeight + padding
}

// wrap breaks a text into lines that fit a box.
func wrap(text string, width, size int) []string {
	if text == "" {
		return nil
	}
	return foldBy(text, func(line string) bool { return textWidth(line, size) <= width-2*padding })
}

// textWidth is about how wide a text is in an ordinary sans-serif letter; it
// rather says too much than too little.
func textWidth(text string, size int) int {
	perMille := 0
	for _, r := range norm.NFD.String(text) {
		perMille += runeWidth(r)
	}
	return perMille * size / 1000
}

func runeWidth(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 20 // a horn juts out a little
	case slices.Contains([]rune(" .,:;'!|ijlIt()[]/-"), r):
		return 380
	case slices.Contains([]rune("mwMWQO→%"), r):
		return 960
	case unicode.IsUpper(r):
		return 740
	}
	return 620
}
