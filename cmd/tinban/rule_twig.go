package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// columns is how wide a printed line may be.
const columns = 100

// twig is one line of a printed tree and what hangs below it.
type twig struct {
	text string
	kids []*twig
}

func (t *twig) add(format string, args ...any) *twig {
	kid := &twig{text: fmt.Sprintf(format, args...)}
	t.kids = append(t.kids, kid)
	return kid
}

// print writes the tree; first leads the twig's own first line, rest all
// others below it.
func (t *twig) print(out io.Writer, first, rest string) {
	hanging := rest
	if rest != "" || first != "" {
		hanging += "   "
		if len(t.kids) > 0 {
			hanging = rest + "│  "
		}
	}
	lead := first
	for _, line := range fold(t.text, columns-utf8.RuneCountInString(hanging)) {
		fmt.Fprintln(out, lead+line)
		lead = hanging
	}
	for i, kid := range t.kids {
		if i == len(t.kids)-1 {
			kid.print(out, rest+"└─ ", rest+"   ")
		} else {
			kid.print(out, rest+"├─ ", rest+"│  ")
		}
	}
}

// fold breaks a text between words into lines of at most so many characters.
func fold(text string, width int) []string {
	return foldBy(text, func(line string) bool { return utf8.RuneCountInString(line) <= width })
}

// foldBy breaks a text between words into lines that fit; a word that fits
// nowhere has a line of its own.
func foldBy(text string, fits func(string) bool) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case fits(*last + " " + word):
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
