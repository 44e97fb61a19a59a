package check

import (
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/goccy/go-yaml"

	"tinban/content"
)

// node is a record of a YAML file as a tree, before anything is made of it.
type node = map[string]any

// record is one of them, with its text; without a text it has been changed.
type record struct {
	lang, list string
	node       node
	text       []byte
}

func newRecord(lang, list string, n node) (*record, error) {
	r := &record{lang: lang, list: list, node: n}
	return r, r.write()
}

// write makes the text of a record: a file with nothing else in it.
func (r *record) write() error {
	tree := node{r.list: []node{r.node}}
	if r.lang != "" {
		tree["lang"] = r.lang
	}
	return r.writeTree(tree)
}

func (r *record) writeTree(tree node) (err error) {
	tree["schema"] = "tinban/1"
	r.text, err = yaml.Marshal(tree)
	return err
}

// readRecords takes a folder apart, so that one record can be changed and read
// again without the others. What is no list of records stays together.
func readRecords(fsys fs.FS, visit func(tree node, name string) error) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (name == "examples" || name == "eval") {
			return fs.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".yaml" {
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		tree := node{}
		if err := yaml.Unmarshal(data, &tree); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return visit(tree, name)
	})
}

// asFile is a record as a file of a folder. The number keeps the order in
// which records were read.
func (r *record) asFile(number int) content.File {
	return content.File{Name: fmt.Sprintf("%s%s/%05d.yaml", r.lang, r.list, number), Data: r.text}
}

// nodes is a list of records; what is no record is left out.
func nodes(list any) (out []node) {
	all, _ := list.([]any)
	for _, item := range all {
		if n, ok := item.(node); ok {
			out = append(out, n)
		}
	}
	return out
}

func items(list any) []any {
	all, _ := list.([]any)
	return all
}

// withoutItem is a list without one of its items.
func withoutItem(list any, i int) []any { return slices.Delete(slices.Clone(items(list)), i, i+1) }

// copyOf is a tree of its own.
func copyOf(v any) any {
	switch v := v.(type) {
	case node:
		out := make(node, len(v))
		for key, value := range v {
			out[key] = copyOf(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, value := range v {
			out[i] = copyOf(value)
		}
		return out
	}
	return v
}
