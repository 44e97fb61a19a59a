package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/bot"
	"tinban/bot/understand"
	"tinban/content"
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

// knowledge is what a service begins with.
func (c config) knowledge() (*bot.Knowledge, error) {
	if c.know != nil {
		return c.know, nil
	}
	return loadKnowledge(c.Content)
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
	return asLessons(fsys, lines)
}

// asLessons is the examples as the reader takes them, and the further lines it
// learns from.
func asLessons(fsys fs.FS, lines []content.Example) ([]understand.Example, error) {
	out := make([]understand.Example, len(lines))
	for i, l := range lines {
		out[i] = understand.Example{Label: l.Label, Text: l.Text}
	}
	further, err := furtherLines(fsys)
	return append(out, further...), err
}

// packLibrary lays the files as they were read beside them, so that a start
// need not read them again.
func packLibrary(dir string) error {
	pack, err := content.Pack(os.DirFS(dir))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "library.pack"), pack, 0o644) //nolint:gosec // as public as the files
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
			if err := packLibrary(dir); err != nil {
				return err
			}
			fmt.Fprintf(w.out, "%d examples, %s: wrote %s (%d kB)\n",
				len(examples), time.Since(start).Round(time.Millisecond), path, len(data)/1024)
			return nil
		},
	}
}
