package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"sync"
)

// packFile holds the files of a folder as they were read, beside the sum of
// each. To read YAML is nearly all of the time a start takes; a file whose sum
// is still the same need not be read again. A pack that is out of date costs
// time and nothing else.
const packFile = "library.pack"

// packed is one file of a pack.
type packed struct {
	File  file
	Begin map[string][]int
}

// Pack reads a folder and returns the pack to lay beside its files. The same
// folder gives the same bytes.
func Pack(fsys fs.FS) ([]byte, error) {
	names, err := recordFiles(fsys)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		r := &reading{name: name, data: data}
		if r.parse(); r.wrong != nil {
			return nil, Problems{*r.wrong}
		}
		line, err := json.Marshal(packed{r.file, r.lines.begin})
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "%s\t%s\t%s\n", name, sumOf(data), line)
	}
	return out.Bytes(), nil
}

// sumOf stands for a file's bytes and for the shape of the records they are
// read into: a program with another shape reads the file itself.
func sumOf(data []byte) string {
	h := sha256.New()
	h.Write(shapeOfFile())
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

var shapeOfFile = sync.OnceValue(func() []byte {
	var b strings.Builder
	shape(&b, reflect.TypeFor[file](), map[reflect.Type]bool{})
	sum := sha256.Sum256([]byte(b.String()))
	return sum[:]
})

// shape writes down the fields of a type and of those below it, each type once.
func shape(b *strings.Builder, t reflect.Type, seen map[reflect.Type]bool) {
	fmt.Fprintf(b, "%s ", t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		shape(b, t.Elem(), seen)
	case reflect.Struct:
		if seen[t] {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			fmt.Fprintf(b, "%s ", t.Field(i).Name)
			shape(b, t.Field(i).Type, seen)
		}
	}
}

// unpack lists what a folder's pack holds, by name and sum.
func unpack(fsys fs.FS) map[string][]byte {
	if fsys == nil {
		return nil
	}
	data, err := fs.ReadFile(fsys, packFile)
	if err != nil {
		return nil
	}
	out := map[string][]byte{}
	for line := range bytes.Lines(data) {
		name, rest, _ := bytes.Cut(line, []byte{'\t'})
		sum, record, ok := bytes.Cut(rest, []byte{'\t'})
		if ok {
			out[string(name)+"\t"+string(sum)] = record
		}
	}
	return out
}

// takePacked fills a reading from its line of a pack.
func (r *reading) takePacked(line []byte) bool {
	var p packed
	if json.Unmarshal(line, &p) != nil {
		return false
	}
	r.file, r.lines = p.File, lines{r.name, p.Begin}
	return true
}
