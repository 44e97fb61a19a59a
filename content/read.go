package content

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Shelf loads folders that differ little from one another: a file that has not
// changed since the last one is not read again. It is for one goroutine.
type Shelf struct{ read map[string]*reading }

// File is one file of a folder.
type File struct {
	Name string
	Data []byte
}

// reading is one file, read.
type reading struct {
	name  string
	data  []byte
	file  file
	lines lines
	wrong *Problem
}

// Load reads a folder as the function Load does.
func (s *Shelf) Load(fsys fs.FS) (*Library, error) {
	names, err := recordFiles(fsys)
	if err != nil {
		return nil, fmt.Errorf("content: %w", err)
	}
	files := make([]File, len(names))
	for i, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("content: %w", err)
		}
		files[i] = File{name, data}
	}
	return s.take(fsys, files)
}

// LoadFiles reads files that lie in no folder.
func (s *Shelf) LoadFiles(files []File) (*Library, error) { return s.take(nil, files) }

func (s *Shelf) take(fsys fs.FS, files []File) (*Library, error) {
	all, fresh := make([]*reading, len(files)), make([]*reading, 0, len(files))
	for i, f := range files {
		all[i] = s.read[f.Name]
		if all[i] == nil || !bytes.Equal(all[i].data, f.Data) {
			all[i] = &reading{name: f.Name, data: f.Data}
			fresh = append(fresh, all[i])
		}
	}
	pack := unpack(fsys)
	atOnce(len(fresh), func(i int) {
		r := fresh[i]
		if line, ok := pack[r.name+"\t"+sumOf(r.data)]; !ok || !r.takePacked(line) {
			r.parse()
		}
	})
	s.read = make(map[string]*reading, len(all))
	for _, r := range all {
		s.read[r.name] = r
	}
	return assemble(fsys, all)
}

// recordFiles lists the files of a folder that hold records.
func recordFiles(fsys fs.FS) (names []string, err error) {
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (name == examplesDir || name == evalDir) {
			return fs.SkipDir
		}
		if !d.IsDir() && path.Ext(name) == ".yaml" {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// atOnce does n things on all processors. To read the files is most of the
// time that starting takes.
func atOnce(n int, do func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func (r *reading) parse() {
	tree, err := parser.ParseBytes(r.data, 0)
	if err == nil && len(tree.Docs) > 0 && tree.Docs[0].Body != nil {
		err = yaml.NodeToValue(tree.Docs[0].Body, &r.file, yaml.Strict())
	}
	if err != nil {
		wrong := syntaxProblem(r.name, err)
		r.wrong = &wrong
		return
	}
	r.lines = linesOf(r.name, tree)
}

// seeFields ends what is said of a file that cannot be read as records.
const seeFields = "các mục được phép ghi có trong docs/content.md"

// The decoder's commonest complaints. The others stay in its English, behind
// words that say what to do with them.
var (
	unknownField = regexp.MustCompile(`^unknown field (".*")$`)
	usedTwice    = regexp.MustCompile(`^mapping key (".*") already defined at .*$`)
)

func inWords(complaint string) string {
	if m := unknownField.FindStringSubmatch(complaint); m != nil {
		return "không có mục " + m[1] + ": sửa tên mục, hoặc bỏ đi"
	}
	if m := usedTwice.FindStringSubmatch(complaint); m != nil {
		return "mục " + m[1] + " ghi hai lần trong một chỗ: bỏ một dòng"
	}
	if strings.HasPrefix(complaint, notADay) {
		return complaint
	}
	return "viết sai khuôn YAML (" + complaint + "): xem lại dấu cách đầu dòng, dấu hai chấm, dấu nháy ở dòng này"
}

// syntaxProblem turns the decoder's error into one line with its place.
func syntaxProblem(name string, err error) Problem {
	p := Problem{File: name, Line: 1, Text: err.Error()}
	if day := (dayError{}); errors.As(err, &day) {
		p.Line = day.line
	}
	var syn yaml.Error
	if errors.As(err, &syn) {
		p.Text = syn.GetMessage()
		if tok := syn.GetToken(); tok != nil {
			p.Line = tok.Position.Line
		}
	}
	p.Text = inWords(p.Text) + "; " + seeFields
	return p
}

// lines is where the entries of each list of a file begin.
type lines struct {
	file  string
	begin map[string][]int
}

func linesOf(name string, tree *ast.File) lines {
	s := lines{name, map[string][]int{}}
	for _, v := range lists(tree) {
		entries, ok := v.Value.(*ast.SequenceNode)
		if !ok {
			continue
		}
		for _, node := range entries.Values {
			line := node.GetToken().Position.Line
			if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
				line = m.Values[0].GetToken().Position.Line
			}
			list := v.Key.GetToken().Value
			s.begin[list] = append(s.begin[list], line)
		}
	}
	return s
}

// lists is the lists of a file, by their names.
func lists(tree *ast.File) []*ast.MappingValueNode {
	if len(tree.Docs) == 0 {
		return nil
	}
	switch body := tree.Docs[0].Body.(type) {
	case *ast.MappingNode:
		return body.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{body}
	}
	return nil
}

func (s lines) of(list string, i int) place {
	if i < len(s.begin[list]) {
		return place{s.file, s.begin[list][i]}
	}
	return place{s.file, 1}
}
