package check

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tinban/content"
)

// What the seeded faults are held to. The race detector makes them slow, so a
// sample does there.
const (
	seededFaults   = 500
	seededWithRace = 200
	refusedShare   = 0.99
)

// TestSeededFaults spoils the content as it is shipped, one fault at a time:
// what a tired officer may do to it is refused.
func TestSeededFaults(t *testing.T) {
	n := seededFaults
	if raceDetector {
		n = seededWithRace
	}
	kinds, err := SeedFaults(content.Embedded(), n)
	if err != nil {
		t.Fatalf("the content does not load:\n%v", err)
	}
	for _, k := range kinds {
		t.Logf("%-45s %3d/%3d refused", k.Kind, k.Refused, k.Seeded)
	}
	all := Total(kinds)
	t.Logf("%-45s %3d/%3d refused (%.2f %%)", "all", all.Refused, all.Seeded, 100*float64(all.Refused)/float64(all.Seeded))
	if all.Seeded != n || float64(all.Refused) < refusedShare*float64(n) {
		t.Errorf("%d of %d faults refused, %d were to be seeded and a share of %v refused; not refused:\n%s",
			all.Refused, all.Seeded, n, refusedShare, inLines(all.Missed))
	}
}

// soundGarden is the sound library with its translation and a few variants.
func soundGarden(t *testing.T) fstest.MapFS {
	t.Helper()
	fsys := folder(t, "", "", "")
	lib := loaded(t, fsys)
	for _, versions := range lib.Facts {
		for _, f := range versions {
			if f.Hash != "" { // the folder itself must be sound: stamps are written, not promised
				data := string(fsys[facts].Data)
				fsys[facts].Data = []byte(replaceAfter(data, "id: "+f.ID, `hash: "now"`, `hash: "`+f.Stamp()+`"`))
			}
		}
	}
	fsys["examples/loan.interest.yaml"] = &fstest.MapFile{Data: []byte("schema: examples/1\nlabel: loan.interest\nexamples: [\"lãi vay bao nhiêu\"]\n")}
	return fsys
}

// replaceAfter replaces the first old that stands behind a mark.
func replaceAfter(s, mark, old, instead string) string {
	before, after, _ := strings.Cut(s, mark)
	return before + mark + strings.Replace(after, old, instead, 1)
}

// A fault that is none is not refused; and nothing is refused only because the
// folder was taken apart.
func TestWhatIsNoFaultIsNotRefused(t *testing.T) {
	g, err := newGarden(soundGarden(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := Run(g.lib, g.examples); len(got) > 0 {
		t.Fatalf("taken apart, the folder has problems:\n%v", got)
	}
	for at, r := range g.records {
		if r.node == nil {
			continue
		}
		for name, spoil := range map[string]func(node) node{
			"nothing": func(n node) node { return n },
			"a title": func(n node) node {
				if r.list == "labels" && r.lang == "" {
					n["title"] = "Lãi vay"
				}
				return n
			},
		} {
			if refused, err := g.refuses(seed{at: at, spoil: spoil}); refused || err != nil {
				t.Errorf("%s, %s: refused %v, %v", g.name(at), name, refused, err)
			}
		}
	}
}

func TestFaultsAreDrawnAlikeEveryTime(t *testing.T) {
	what := func() (out []string) {
		g, err := newGarden(soundGarden(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range g.draw(60) {
			out = append(out, s.kind+": "+s.what)
		}
		return out
	}
	first := what()
	if len(first) != 60 {
		t.Fatalf("%d faults, want 60", len(first))
	}
	if diff := cmp.Diff(first, what()); diff != "" {
		t.Errorf("another order:\n%s", diff)
	}
}

// What was wrong before is not counted as refusing a fault.
func TestOldProblemsRefuseNothing(t *testing.T) {
	fsys := soundGarden(t)
	fsys[registers].Data = []byte(replaceAfter(string(fsys[registers].Data), "id: debt", "phải trả", "phải trả, 3 lần"))
	g, err := newGarden(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for at, r := range g.records {
		if r.list != "labels" || r.lang != "" {
			continue
		}
		if refused, err := g.refuses(seed{at: at, spoil: func(n node) node { return n }}); refused || err != nil {
			t.Errorf("%s: refused %v, %v", g.name(at), refused, err)
		}
		tooLong := func(n node) node {
			n["title"] = "Nhà mình vay được nhiều nhất là bao nhiêu tiền"
			return n
		}
		if refused, err := g.refuses(seed{at: at, spoil: tooLong}); !refused || err != nil {
			t.Errorf("%s with a long title: refused %v, %v", g.name(at), refused, err)
		}
	}
}
