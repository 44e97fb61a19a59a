package content

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"tinban/eligibility"
)

// Approve writes the review stamp of facts into the files of a content folder:
// by, on, and the fingerprint of what was reviewed. It changes those two lines
// of each record and nothing else.
func Approve(dir string, ids []string, by string, on eligibility.Date) (int, error) {
	l, err := Load(os.DirFS(dir))
	if err != nil {
		return 0, err
	}
	files := map[string][]*Fact{}
	for _, id := range ids {
		versions := l.Facts[id]
		if len(versions) == 0 {
			return 0, fmt.Errorf("không có dữ kiện %q trong %s: sửa mã", id, dir)
		}
		for _, f := range versions {
			files[f.at.file] = append(files[f.at.file], f)
		}
	}
	n := 0
	for name, facts := range files {
		if err := stampFile(filepath.Join(dir, filepath.FromSlash(name)), facts, by, on); err != nil {
			return n, err
		}
		n += len(facts)
	}
	return n, nil
}

var (
	reviewedLine = regexp.MustCompile(`^(\s+)reviewed:`)
	hashLine     = regexp.MustCompile(`^(\s+)hash:`)
	nextRecord   = regexp.MustCompile(`^\s*- id:`)
)

// stampFile rewrites the two lines of each fact that begins on its line.
func stampFile(path string, facts []*Fact, by string, on eligibility.Date) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lines := strings.Split(string(data), "\n")
	slices.SortFunc(facts, func(a, b *Fact) int { return b.at.line - a.at.line })
	for _, f := range facts {
		if lines, err = stampRecord(lines, f, by, on); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	out := []byte(strings.Join(lines, "\n"))
	if bytes.Equal(out, data) {
		return nil
	}
	return writeWhole(path, out)
}

// stampRecord works from the end of the file backwards, so that a line added
// here moves no record still to be stamped.
func stampRecord(lines []string, f *Fact, by string, on eligibility.Date) ([]string, error) {
	reviewed, indent := false, "    "
	last := f.at.line - 1
	for i := f.at.line - 1; i < len(lines); i++ {
		if i >= f.at.line && nextRecord.MatchString(lines[i]) {
			break
		}
		if strings.TrimSpace(lines[i]) != "" {
			last = i
		}
		if m := reviewedLine.FindStringSubmatch(lines[i]); m != nil {
			lines[i] = fmt.Sprintf("%sreviewed: {by: %q, on: %s}", m[1], by, on)
			reviewed, indent = true, m[1]
		}
		if m := hashLine.FindStringSubmatch(lines[i]); m != nil {
			lines[i] = fmt.Sprintf("%shash: %q", m[1], f.Stamp())
			return lines, nil
		}
	}
	if !reviewed {
		return nil, fmt.Errorf("dòng %d: dữ kiện %q không có dòng \"reviewed:\": thêm vào", f.at.line, f.ID)
	}
	return slices.Insert(lines, last+1, fmt.Sprintf("%shash: %q", indent, f.Stamp())), nil
}

// writeWhole replaces a file so that a crash leaves the old one or the new.
func writeWhole(path string, data []byte) error {
	tmp := path + ".new"
	if err := os.WriteFile(tmp, data, fs.FileMode(0o644)); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}
