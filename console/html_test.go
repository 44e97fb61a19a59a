package console

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tinban/sms/smstest"
	"tinban/staff"
)

// everyPage is a path for each page there is, for somebody; "" is a stranger.
func (o *office) everyPage(who staff.ID) []string {
	if who == "" {
		return []string{"/", "/rieng-tu", "/vao", "/bat-dau"}
	}
	var paths []string
	for _, rt := range o.c.routes() {
		method, path, _ := strings.Cut(rt.pattern, " ")
		if method != http.MethodGet || rt.access == anybody || rt.access == allowed && staff.May(o.actor(who), rt.needs) != nil {
			continue
		}
		id := map[string]string{"/tin": o.notice, "/lop": o.course, "/ngu": "lan"}[path[:min(4, len(path))]]
		path = strings.NewReplacer("{code}", o.ticket, "{id}", id, "{xa}", "a-luoi-3").Replace(path)
		if !strings.HasSuffix(path, "/tien-do") && !strings.HasSuffix(path, ".csv") { // a part or a file, no page
			paths = append(paths, path)
		}
	}
	for _, more := range []string{"/nhat-ky?kiem=1", "/tin/moi?khan=1", "/tin/moi?mau=meeting", "/hoi?q=khong-co", "/hoi?xem=da-tra-loi"} {
		if bare, _, _ := strings.Cut(more, "?"); slices.Contains(paths, bare) {
			paths = append(paths, more)
		}
	}
	return append(paths, "/viec?lan-dau=1", "/khong-co-trang-nay")
}

func (o *office) actor(who staff.ID) staff.Actor {
	for _, p := range people {
		if p.id == who {
			return staff.Actor{ID: p.id, Role: p.role, Communes: p.communes}
		}
	}
	return staff.Actor{}
}

// rules of html-validate that ask for a style we do not follow, or that axe
// looks at in the browser.
const htmlRules = `{"extends":["html-validate:recommended"],"rules":{
"void-style":"off","no-trailing-whitespace":"off","attr-quotes":"off","long-title":"off","no-raw-characters":"off",
"no-implicit-button-type":"off","no-redundant-role":"off","form-dup-name":"off","tel-non-breaking":"off","attribute-boolean-style":"off"}}`

// Every page, for a stranger, an administrator and an officer, in both
// languages, is HTML that a validator has nothing to say against.
func TestPagesAreValid(t *testing.T) {
	smstest.Needs(t, "node", ".bin/html-validate")
	o := newOffice(t)
	o.furnish()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".htmlvalidate.json"), []byte(htmlRules), 0o600); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, who := range []staff.ID{"", "an", "lan", "binh"} {
		b := o.stranger()
		if who != "" {
			b = o.as(who)
		}
		for _, lang := range []string{"vi", "en"} {
			b.post("/tieng", url.Values{"lang": {lang}})
			for _, path := range o.everyPage(who) {
				got := b.get(path)
				if got.status != http.StatusOK && path != "/khong-co-trang-nay" {
					t.Errorf("%s for %q: %d", path, who, got.status)
				}
				if len(got.body) > 60<<10 {
					t.Errorf("%s for %q takes %d bytes", path, who, len(got.body))
				}
				n++
				name := fmt.Sprintf("%03d-%s-%s%s.html", n, who, lang, strings.NewReplacer("/", "_", "?", "_").Replace(path))
				if err := os.WriteFile(filepath.Join(dir, name), []byte(got.body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(smstest.Packages(), ".bin", "html-validate"), "--formatter", "text", dir+"/*.html")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%d pages: %v\n%s", n, err, first(string(out), 40))
	}
}

// first keeps so many lines.
func first(s string, lines int) string {
	all := strings.SplitAfter(s, "\n")
	return strings.Join(all[:min(lines, len(all))], "")
}
