package main

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// drawn is the picture of a rule as SVG and as its parts.
func drawn(t *testing.T, s *sheet) ([]byte, picture) {
	t.Helper()
	var out bytes.Buffer
	if err := s.graph(&out); err != nil {
		t.Fatal(err)
	}
	var p picture
	if err := xml.Unmarshal(out.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), p
}

func (b svgBox) words() string {
	var all []string
	for _, l := range b.Text.Lines {
		all = append(all, l.Text)
	}
	return strings.Join(all, " ")
}

// Every question, every answer and every verdict of the steps is in the
// picture, and nothing else.
func TestGraphShowsEveryStep(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet) {
		root := s.steps()
		var want []string
		for _, st := range root.inOrder() {
			want = append(want, "question|"+strings.TrimSpace(s.title(st)+" "+st.note(root)))
			for _, b := range st.branches {
				want = append(want, "answers|"+strings.Join(b.answers, "; "))
				if b.to.question == nil {
					want = append(want, "verdict "+string(b.to.verdict)+"|"+b.to.leads())
				}
			}
		}
		if root.question == nil {
			want = append(want, "verdict "+string(root.verdict)+"|"+root.leads())
		}
		var got []string
		_, pic := drawn(t, s)
		for _, b := range pic.Boxes {
			got = append(got, b.Class+"|"+b.words())
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("the picture shows\n%s\nthe steps are\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

// No box lies on another or outside the page, and no line runs through one.
func TestGraphKeepsApart(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet) {
		_, pic := drawn(t, s)
		if pic.Width > pageWidth {
			t.Errorf("%d pixels wide", pic.Width)
		}
		for i, b := range pic.Boxes {
			r := b.Rect
			if r.X < 0 || r.Y < 0 || r.X+r.Width > pic.Width || r.Y+r.Height > pic.Height {
				t.Errorf("%q lies outside the page", b.words())
			}
			for _, other := range pic.Boxes[:i] {
				if overlaps(r, other.Rect) {
					t.Errorf("%q lies on %q", b.words(), other.words())
				}
			}
			for _, l := range pic.Lines {
				if overlaps(r, uprightOf(t, l)) {
					t.Errorf("the line %s runs through %q", l.D, b.words())
				}
			}
		}
	})
}

func overlaps(a, b svgRect) bool {
	return a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height
}

// uprightOf is the straight part of a line; what swings does so between rows.
func uprightOf(t *testing.T, l svgPath) svgRect {
	t.Helper()
	r := svgRect{Width: 1}
	if _, err := fmt.Sscanf(l.D, "M%d %dV%d", &r.X, &r.Y, &r.Height); err != nil {
		t.Fatalf("%s: %v", l.D, err)
	}
	r.Height -= r.Y
	return r
}

// In a browser every text stays within its box.
func TestGraphInBrowser(t *testing.T) {
	ctx := chromium(t)
	everySheet(t, func(t *testing.T, s *sheet) {
		svg, pic := drawn(t, s)
		const out = `[...document.querySelectorAll('g')].filter(g => {
			const box = g.querySelector('rect').getBBox(), text = g.querySelector('text').getBBox();
			return text.x < box.x || text.x + text.width > box.x + box.width ||
				text.y < box.y || text.y + text.height > box.y + box.height;
		}).map(g => g.textContent.trim())`
		err := chromedp.Do(ctx, chromedp.Navigate("data:image/svg+xml;base64,"+base64.StdEncoding.EncodeToString(svg)))
		if err != nil {
			t.Fatal(err)
		}
		boxes, err := chromedp.Run(ctx, chromedp.Evaluate[int]("document.querySelectorAll('g rect').length"))
		if err != nil || boxes != len(pic.Boxes) {
			t.Fatalf("the browser shows %d boxes of %d: %v", boxes, len(pic.Boxes), err)
		}
		spilled, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](out))
		if err != nil || len(spilled) > 0 {
			t.Errorf("texts wider than their box: %q %v", spilled, err)
		}
	})
}
