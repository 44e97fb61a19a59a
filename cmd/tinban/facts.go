package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/content"
	"tinban/eligibility"
)

// factsCommand looks things up in the register of facts, and renews review
// stamps.
func factsCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "facts", Usage: "tra sổ dữ kiện: văn bản nào cho con số nào, con số nào nằm ở câu trả lời nào",
		ArgsUsage: "[FACT]",
		Description: "tinban facts LOAN-01                        a fact, its source, and what says it\n" +
			"tinban facts --document kh171               what rests on a document\n" +
			"tinban facts --used-by housing.eligibility  every figure of an answer or rule, with its source",
		Flags: []cli.Flag{asOfFlag(asOfUsage), contentFlag(),
			&cli.StringFlag{Name: "document", Usage: "facts, answers and rules that rest on the document `ID`"},
			&cli.StringFlag{Name: "used-by", Usage: "figures of the answer, rule or programme `ID`, each with its fact and source"}},
		Commands: []*cli.Command{approveCommand(w)},
		Action: func(_ context.Context, cmd *cli.Command) error {
			library, day, err := libraryOn(cmd)
			if err != nil {
				return err
			}
			doc, user, fact := cmd.String("document"), cmd.String("used-by"), cmd.Args().First()
			switch {
			case doc != "":
				return ofDocument(w.out, library, doc)
			case user != "":
				return ofRecord(w.out, library, user, day)
			case fact != "":
				return ofFact(w.out, library, fact)
			}
			return usagef("facts of what? tinban facts LOAN-01, --document kh171 or --used-by housing.eligibility")
		},
	}
}

// ofDocument prints what would have to be read again if a document changed.
func ofDocument(out io.Writer, l *content.Library, id string) error {
	d := l.Documents[id]
	if d == nil {
		return usagef("there is no document %q; there are %s", id, strings.Join(slices.Sorted(maps.Keys(l.Documents)), ", "))
	}
	fmt.Fprintf(out, "%s: %s\n", d.ID, d.Name)
	rests := map[content.Rests]bool{}
	for _, r := range l.Citing(id) {
		rests[r] = true
	}
	for _, factID := range slices.Sorted(maps.Keys(l.Facts)) {
		for _, f := range l.Facts[factID] {
			if f.Doc != id {
				continue
			}
			fmt.Fprintf(out, "  dữ kiện %-10s %-34s %s: %s\n", f.ID, period(f.Period), f.Section, f.Statement)
			for _, r := range l.RestingOn(f.ID) {
				rests[r] = true
			}
		}
	}
	printRests(out, slices.Collect(maps.Keys(rests)))
	return nil
}

// ofFact prints one fact in all its versions and what says it.
func ofFact(out io.Writer, l *content.Library, id string) error {
	versions := l.Facts[id]
	if len(versions) == 0 {
		return usagef("there is no fact %q; they lie in content/facts", id)
	}
	for _, f := range versions {
		fmt.Fprintf(out, "%s, %s\n  %s\n", f.ID, period(f.Period), f.Statement)
		for _, key := range slices.Sorted(maps.Keys(f.Values)) {
			fmt.Fprintf(out, "  {%s.%s} = %s\n", f.ID, key, f.Values[key])
		}
		for _, key := range slices.Sorted(maps.Keys(f.Derived)) {
			fmt.Fprintf(out, "  {%s.%s} = %s (tính: %s)\n", f.ID, key, f.Derived[key].Value, f.Derived[key].How)
		}
		fmt.Fprintf(out, "  nguồn: %s\n", sourceOf(l, f))
	}
	printRests(out, l.RestingOn(id))
	return nil
}

func sourceOf(l *content.Library, f *content.Fact) string {
	stamp := "chưa ai kiểm"
	if f.Hash != "" {
		stamp = fmt.Sprintf("%s kiểm ngày %s", f.Reviewed.By, vnDay(f.Reviewed.On.Date))
		if f.Hash != f.Stamp() {
			stamp += ", ĐÃ SỬA SAU KHI KIỂM"
		}
	}
	name := "không ghi văn bản"
	if d := l.Documents[f.Doc]; d != nil {
		name = d.Name + ", " + f.Section
	}
	return fmt.Sprintf("%s (%s)", name, stamp)
}

// ofRecord prints every figure of a record with the fact and source behind it.
func ofRecord(out io.Writer, l *content.Library, id string, day eligibility.Date) error {
	if versions := l.Answers[id]; len(versions) > 0 {
		for _, a := range versions {
			if a.Holds(day) {
				fmt.Fprintf(out, "câu trả lời %s (%s), %s\n", a.ID, a.Title, period(a.Period))
				printFigures(out, l, a.Texts(), day)
				printSources(out, l, a.Sources)
				return nil
			}
		}
		return usagef("answer %q says nothing on %s; give another day with --as-of", id, day)
	}
	r, err := findRule(l, id, day)
	if err != nil {
		return usagef("there is no answer, rule or programme %q", id)
	}
	on := day
	if !r.Holds(day) && !r.To.IsZero() {
		on = r.To.Date
	}
	fmt.Fprintf(out, "bộ điều kiện %s (%s), %s\n", r.ID, r.Title, period(r.Period))
	printFigures(out, l, r.Texts(), on)
	printSources(out, l, r.Sources())
	return nil
}

func printFigures(out io.Writer, l *content.Library, texts []string, on eligibility.Date) {
	for _, f := range l.Figures(texts, on) {
		fmt.Fprintf(out, "  {%s} = %s\n    %s\n    nguồn: %s\n    %s\n", f.Ref, f.Value, f.Fact.Statement, sourceOf(l, f.Fact), period(f.Fact.Period))
	}
}

func printSources(out io.Writer, l *content.Library, sources []content.Source) {
	for _, s := range sources {
		if d := l.Documents[s.Doc]; d != nil {
			fmt.Fprintf(out, "  nguồn của cả bài: %s, %s\n", d.Name, s.Section)
		}
	}
}

// kindNames are the kinds of record in the words of an officer.
var kindNames = map[content.Kind]string{
	content.KindAnswer: "câu trả lời", content.KindRule: "bộ điều kiện", content.KindFact: "dữ kiện",
	content.KindOffice: "cơ quan", content.KindCommune: "xã",
}

func printRests(out io.Writer, rests []content.Rests) {
	var lines []string
	for _, r := range rests {
		since := "mọi ngày"
		if !r.From.IsZero() {
			since = "từ " + vnDay(r.From)
		}
		lines = append(lines, fmt.Sprintf("  %s %s (bản %s)", kindNames[r.Kind], r.ID, since))
	}
	slices.Sort(lines)
	if len(lines) == 0 {
		lines = []string{"  chưa có câu trả lời hay bộ điều kiện nào lấy từ đây"}
	}
	fmt.Fprintln(out, strings.Join(lines, "\n"))
}

// approveCommand renews review stamps.
func approveCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "approve", Usage: "says that facts were held against their documents today, and stamps them",
		ArgsUsage: "DIR ID…",
		Flags:     []cli.Flag{&cli.StringFlag{Name: "by", Usage: "`NAME` of who did it", Required: true}},
		Action: func(_ context.Context, cmd *cli.Command) error {
			args := cmd.Args().Slice()
			if len(args) < 2 {
				return usagef("approve takes a folder and fact ids: tinban facts approve --by NAME content LOAN-01")
			}
			return approveFacts(w, args[0], args[1:], cmd.String("by"))
		},
	}
}

func approveFacts(w world, dir string, ids []string, by string) error {
	if len(ids) == 1 && ids[0] == "all" {
		library, err := content.Load(os.DirFS(dir))
		if err != nil {
			return err
		}
		ids = slices.Sorted(maps.Keys(library.Facts))
	}
	n, err := content.Approve(dir, ids, by, today())
	if err != nil {
		return err
	}
	fmt.Fprintf(w.out, "%d facts stamped as reviewed by %s\n", n, by)
	return nil
}
