package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"

	"github.com/urfave/cli/v3"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/content/check"
	"tinban/eligibility"
)

// What check prints is for those who write the content: in Vietnamese, a line
// for each thing to correct.
func checkCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "loads a content folder and prints everything wrong with it",
		ArgsUsage: "[DIR]",
		Flags: []cli.Flag{
			asOfFlag("the day `YYYY-MM-DD` on which reviews are judged (default: today)"),
			&cli.IntFlag{Name: "faults", Usage: "seeds `N` faults into a copy, one at a time, and tells how many are refused"},
		},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Len() > 1 {
				return usagef("check takes at most one folder: tinban check [DIR]")
			}
			if n := cmd.Int("faults"); n != 0 {
				return seedFaults(w, cmd.Args().First(), n)
			}
			day, err := asOf(cmd)
			if err != nil {
				return err
			}
			if day.IsZero() {
				day = today()
			}
			problems, summary, err := checkFolder(cmd.Args().First(), day)
			if err != nil {
				return err
			}
			for _, p := range problems {
				fmt.Fprintln(w.out, p)
			}
			if len(problems) > 0 {
				return fmt.Errorf("%d chỗ phải sửa: sửa các dòng trên rồi chạy lại", len(problems))
			}
			fmt.Fprintln(w.out, summary)
			return nil
		},
	}
}

// checkFolder reads and judges a folder once and is gone: there is no use in
// tidying up memory meanwhile.
func checkFolder(dir string, day eligibility.Date) (content.Problems, string, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	fsys, err := folder(dir)
	if err != nil {
		return nil, "", err
	}
	library, err := content.Load(fsys)
	if err != nil {
		return problemsOf(err)
	}
	examples, err := library.Examples()
	if err != nil {
		return problemsOf(err)
	}
	problems := append(check.Run(library, examples), check.Overdue(library, day)...)
	problems = append(problems, staleModel(fsys, examples)...)
	return problems, describe(library, examples), nil
}

func problemsOf(err error) (content.Problems, string, error) {
	if problems := (content.Problems{}); errors.As(err, &problems) {
		return problems, "", nil
	}
	return nil, "", err
}

// staleModel finds a model.bin that was trained on other examples.
func staleModel(fsys fs.FS, lines []content.Example) content.Problems {
	stale := func(what string) content.Problems {
		return content.Problems{{File: "model.bin", Line: 1, Text: what + ": chạy \"tinban train\" với thư mục này"}}
	}
	data, err := content.Model(fsys)
	if err != nil || len(data) == 0 {
		return nil
	}
	m, err := understand.LoadModel(data)
	if err != nil {
		return stale(fmt.Sprintf("không đọc được máy hiểu câu (%v)", err))
	}
	if lessons, err := asLessons(fsys, lines); err != nil || m.Fingerprint() != understand.Fingerprint(lessons) {
		return stale("máy hiểu câu học từ các câu mẫu khác")
	}
	return nil
}

func describe(l *content.Library, examples []content.Example) string {
	answers, rules, tests := 0, 0, 0
	for _, v := range l.Answers {
		answers += len(v)
	}
	for _, v := range l.Rules {
		rules += len(v)
		for _, r := range v {
			tests += len(r.Tests)
		}
	}
	return fmt.Sprintf("tốt: %d dữ kiện, %d câu trả lời với %d bản, %d chương trình với %d bản quy tắc và %d ca thử, %d câu mẫu",
		len(l.Facts), len(l.Answers), answers, len(l.Rules), rules, tests, len(examples))
}

// seedFaults tells what check would have let pass.
func seedFaults(w world, dir string, n int) error {
	if n < 0 {
		return usagef("--faults %d: give how many faults to seed, such as 500", n)
	}
	fsys, err := folder(dir)
	if err != nil {
		return err
	}
	kinds, err := check.SeedFaults(fsys, n)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		fmt.Fprintf(w.out, "%3d/%3d  %s\n", k.Refused, k.Seeded, k.Kind)
	}
	all := check.Total(kinds)
	for _, what := range all.Missed {
		fmt.Fprintf(w.out, "để lọt: %s\n", what)
	}
	fmt.Fprintf(w.out, "gieo %d lỗi, check chặn %d (%.1f %%)\n", all.Seeded, all.Refused, 100*float64(all.Refused)/float64(max(all.Seeded, 1)))
	return nil
}
