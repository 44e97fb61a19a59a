package content

import (
	"bytes"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// The pack that is built in is of the files that are built in.
func TestPackIsFresh(t *testing.T) {
	want, err := Pack(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	got, err := fs.ReadFile(Embedded(), packFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("library.pack is of other files: tinban train content (%v)", err)
	}
}

// A library from a pack is the library from the files, places and all; a file
// changed since is read itself.
func TestPackIsTheFiles(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"labels.yaml", "documents.yaml", "offices.yaml", "communes.yaml", "names.yaml", "notes.yaml", "questions.yaml"} {
		copyIn(t, files, name)
	}
	for _, dir := range []string{"facts", "answers", "rules"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			copyIn(t, files, dir+"/"+e.Name())
		}
	}
	plain, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	pack, err := Pack(files)
	if err != nil {
		t.Fatal(err)
	}
	files[packFile] = &fstest.MapFile{Data: pack}
	fast, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain.Answers, fast.Answers, cmp.AllowUnexported(Answer{}, place{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(plain.Facts, fast.Facts, cmp.AllowUnexported(Fact{}, place{})); diff != "" {
		t.Error(diff)
	}
	changed := bytes.Replace(files["notes.yaml"].Data, []byte("Xin hỏi lại"), []byte("Hãy hỏi lại"), 1)
	files["notes.yaml"] = &fstest.MapFile{Data: changed}
	if l, err := Load(files); err != nil || l.Notes["caveat"].Long == plain.Notes["caveat"].Long {
		t.Errorf("a changed file was taken from the pack: %v", err)
	}
	files[packFile] = &fstest.MapFile{Data: []byte("notes.yaml\tx\tnonsense\nletters")}
	if _, err := Load(files); err != nil {
		t.Errorf("a broken pack: %v", err)
	}
}

func copyIn(t *testing.T, files fstest.MapFS, name string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files[name] = &fstest.MapFile{Data: data}
}
