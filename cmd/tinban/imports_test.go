package main

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the plan of the house: which of our packages each may import.
// A package that is not here has no room; docs/architecture.md says why each
// has one. Tests are held to it too, but for the suites of storetest.
var mayImport = map[string]string{
	"msg":             "",
	"eligibility":     "",
	"locales":         "msg",
	"bot/understand":  "",
	"sms/text":        "",
	"content":         "eligibility",
	"content/check":   "content eligibility bot/understand sms/text",
	"store":           "msg",
	"store/bolt":      "store msg store/storetest",
	"store/storetest": "store msg",
	"staff":           "msg store",
	"person":          "msg store",
	"notice":          "msg store staff person locales sms/text",
	"course":          "msg store staff person locales",
	"ticket":          "msg store staff person locales",
	"report":          "msg store staff person course ticket notice locales",
	"bot":             "msg eligibility content locales store bot/understand sms/text staff person notice course ticket",
	"console":         "msg eligibility content content/check locales store staff person notice course ticket report bot sms/text sms/smstest",
	"outbox":          "store msg",
	"simulator":       "msg sms/text",
	"sms":             "msg sms/text sms/smstest",
	"sms/smstest":     "",
	"telegram":        "msg sms/smstest",
	"backup":          "store",
	"cmd/tinban":      "*",
}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "tinban/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p goPackage
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		seen++
		checkImports(t, p)
	}
	if seen != len(mayImport) {
		t.Errorf("%d packages, %d rooms in the plan", seen, len(mayImport))
	}
}

func checkImports(t *testing.T, p goPackage) {
	room := strings.TrimPrefix(p.ImportPath, "tinban/")
	allowed, ok := mayImport[room]
	if !ok {
		t.Errorf("package %s has no room in the plan", room)
		return
	}
	may := strings.Fields(allowed)
	refuseOthers(t, room, p.Imports, may)
	if slices.Contains(may, "store") {
		may = append(may, "store/bolt") // a room's tests keep its records in a real file
	}
	refuseOthers(t, room, slices.Concat(p.TestImports, p.XTestImports), may)
}

func refuseOthers(t *testing.T, room string, imports, may []string) {
	for _, imp := range imports {
		name, ours := strings.CutPrefix(imp, "tinban/")
		if ours && name != room && !slices.Contains(may, name) && !slices.Contains(may, "*") {
			t.Errorf("%s imports %s; it may import: %s", room, name, may)
		}
	}
}

// Only the program may choose a store or a channel.
func TestOnlyTheProgramImportsImplementations(t *testing.T) {
	for room, allowed := range mayImport {
		for _, name := range strings.Fields(allowed) {
			if room != "cmd/tinban" && (name == "store/bolt" || name == "simulator" || name == "sms" || name == "telegram") {
				t.Errorf("the plan lets %s import %s", room, name)
			}
		}
	}
}
