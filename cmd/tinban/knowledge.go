package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/bot"
	"tinban/bot/understand"
	"tinban/content"
	"tinban/content/check"
	"tinban/eligibility"
)

// contentFlag names another content folder than the embedded one.
func contentFlag() cli.Flag {
	return &cli.StringFlag{Name: "content", Usage: "content folder `DIR` (default: the one built in)"}
}

func folder(dir string) (fs.FS, error) {
	if dir == "" {
		return content.Embedded(), nil
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, usagef("content folder %q cannot be read; give a folder such as the project's content/", dir)
	}
	return os.DirFS(dir), nil
}

// loadKnowledge loads a folder and its reader. A folder without a model, or
// with one that was trained on other examples, is trained here and now.
func loadKnowledge(dir string) (*bot.Knowledge, error) {
	fsys, err := folder(dir)
	if err != nil {
		return nil, err
	}
	library, err := content.Load(fsys)
	if err != nil {
		return nil, err
	}
	reader, err := loadReader(fsys, dir == "")
	if err != nil {
		return nil, err
	}
	return bot.NewKnowledge(library, reader), nil
}

// loadReader takes the folder's model. The embedded one is known to be fresh:
// a test holds it against the examples. Another folder's is compared first.
func loadReader(fsys fs.FS, trusted bool) (*understand.Model, error) {
	data, err := content.Model(fsys)
	if err != nil {
		return nil, err
	}
	if trusted {
		return understand.LoadModel(data)
	}
	examples, err := readExamples(fsys)
	if err != nil {
		return nil, err
	}
	if len(data) > 0 {
		m, err := understand.LoadModel(data)
		if err == nil && m.Fingerprint() == understand.Fingerprint(examples) {
			return m, nil
		}
	}
	return understand.Train(examples)
}

func readExamples(fsys fs.FS) ([]understand.Example, error) {
	lines, err := content.Examples(fsys)
	if err != nil {
		return nil, err
	}
	out := make([]understand.Example, len(lines))
	for i, l := range lines {
		out[i] = understand.Example{Label: l.Label, Text: l.Text}
	}
	return out, nil
}

func trainCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "train", Usage: "trains the reader on the examples of a content folder and writes its model.bin",
		ArgsUsage: "DIR",
		Action: func(_ context.Context, cmd *cli.Command) error {
			dir := cmd.Args().First()
			if cmd.Args().Len() != 1 {
				return usagef("train takes one content folder: tinban train content")
			}
			fsys, err := folder(dir)
			if err != nil {
				return err
			}
			examples, err := readExamples(fsys)
			if err != nil {
				return err
			}
			start := time.Now()
			m, err := understand.Train(examples)
			if err != nil {
				return err
			}
			data, err := m.MarshalBinary()
			if err != nil {
				return err
			}
			path := filepath.Join(dir, "model.bin")
			if err := os.WriteFile(path, data, 0o644); err != nil { //nolint:gosec // the model is public, as the examples are
				return err
			}
			fmt.Fprintf(w.out, "%d examples, %s: wrote %s (%d kB)\n",
				len(examples), time.Since(start).Round(time.Millisecond), path, len(data)/1024)
			return nil
		},
	}
}

func checkCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "loads a content folder and prints everything wrong with it",
		ArgsUsage: "[DIR]",
		Flags:     []cli.Flag{asOfFlag("the day `YYYY-MM-DD` on which reviews are judged (default: today)")},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Len() > 1 {
				return usagef("check takes at most one folder: tinban check [DIR]")
			}
			day, err := asOf(cmd)
			if err != nil {
				return err
			}
			if day.IsZero() {
				day = eligibility.FromTime(time.Now())
			}
			problems, summary, err := checkFolder(cmd.Args().First(), day)
			if err != nil {
				return err
			}
			for _, p := range problems {
				fmt.Fprintln(w.out, p)
			}
			if len(problems) > 0 {
				return fmt.Errorf("%d problems; correct the lines above and run it again", len(problems))
			}
			fmt.Fprintln(w.out, summary)
			return nil
		},
	}
}

func checkFolder(dir string, day eligibility.Date) (content.Problems, string, error) {
	fsys, err := folder(dir)
	if err != nil {
		return nil, "", err
	}
	library, err := content.Load(fsys)
	if err != nil {
		if problems, ok := err.(content.Problems); ok { //nolint:errorlint // Load returns it bare
			return problems, "", nil
		}
		return nil, "", err
	}
	examples, err := content.Examples(fsys)
	if err != nil {
		if problems, ok := err.(content.Problems); ok { //nolint:errorlint // as above
			return problems, "", nil
		}
		return nil, "", err
	}
	problems := append(check.Run(library, examples), check.Overdue(library, day)...)
	problems = append(problems, staleModel(fsys)...)
	return problems, describe(library, examples), nil
}

// staleModel finds a model.bin that was trained on other examples.
func staleModel(fsys fs.FS) content.Problems {
	data, err := content.Model(fsys)
	if err != nil || len(data) == 0 {
		return nil
	}
	m, err := understand.LoadModel(data)
	if err != nil {
		return content.Problems{{File: "model.bin", Line: 1, Text: err.Error() + "; run \"tinban train\" on this folder"}}
	}
	examples, err := readExamples(fsys)
	if err != nil || m.Fingerprint() != understand.Fingerprint(examples) {
		return content.Problems{{File: "model.bin", Line: 1, Text: "the model was trained on other examples; run \"tinban train\" on this folder"}}
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
	return fmt.Sprintf("fine: %d facts, %d answers in %d versions, %d rules in %d versions with %d tests, %d examples",
		len(l.Facts), len(l.Answers), answers, len(l.Rules), rules, tests, len(examples))
}

// factsCommand renews review stamps.
func factsCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "facts", Usage: "works on the facts register of a content folder",
		Commands: []*cli.Command{{
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
		}},
	}
}

func approveFacts(w world, dir string, ids []string, by string) error {
	if len(ids) == 1 && ids[0] == "all" {
		library, err := content.Load(os.DirFS(dir))
		if err != nil {
			return err
		}
		ids = ids[:0]
		for id := range library.Facts {
			ids = append(ids, id)
		}
		sort.Strings(ids)
	}
	n, err := content.Approve(dir, ids, by, eligibility.FromTime(time.Now()))
	if err != nil {
		return err
	}
	fmt.Fprintf(w.out, "%d facts stamped as reviewed by %s\n", n, by)
	return nil
}
