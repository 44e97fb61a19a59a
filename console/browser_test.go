package console

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"tinban/sms/smstest"
	"tinban/staff"
)

// The two sizes of every journey: a cheap phone and an office computer.
var sizes = []struct {
	name          string
	width, height int64
}{{"phone", 360, 740}, {"desk", 1280, 800}}

// window is somebody's browser.
type window struct {
	*testing.T
	ctx  context.Context
	base string
	who  string
	size string
}

// chromium starts a browser that talks to nobody but the page.
func chromium(t *testing.T) context.Context {
	t.Helper()
	smstest.Needs(t, "chromium")
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	options := append([]chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun,
	},
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := context.WithTimeout(t.Context(), 15*time.Minute)
	t.Cleanup(stop)
	ctx, end := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(end)
	ctx, quit := chromedp.NewContext(ctx)
	t.Cleanup(quit)
	return ctx
}

// window opens a browser for somebody, signed in.
func (o *office) window(who staff.ID, size int) *window {
	o.Helper()
	s := sizes[size]
	w := &window{T: o.T, ctx: chromium(o.T), base: o.srv.URL, who: string(who), size: s.name}
	w.do(chromedp.EmulateViewport(s.width, s.height), chromedp.Navigate(w.base+"/vao"))
	if who != "" {
		w.fill("#ten", string(who))
		w.fill("#mat_khau", password)
		w.press("Đăng nhập")
	}
	return w
}

func (w *window) do(actions ...chromedp.Action[chromedp.Void]) {
	w.Helper()
	if err := chromedp.Do(w.ctx, actions...); err != nil {
		w.Fatalf("%s on a %s: %v\n%s", w.who, w.size, err, w.text())
	}
}

// fill types into a field, in place of what was there.
func (w *window) fill(field, text string) {
	w.Helper()
	w.do(chromedp.WaitReady(chromedp.CSS(field)),
		chromedp.Evaluate[chromedp.Void](fmt.Sprintf("document.querySelector(%q).value = ''; undefined", field)),
		chromedp.SendKeys(chromedp.CSS(field), text))
}

// press clicks the button, link or summary of this name.
func (w *window) press(name string) {
	w.Helper()
	const find = `(() => { for (const e of document.querySelectorAll("main button, main a, main summary, main label.check")) {
		if (e.textContent.trim().startsWith(%q) && e.checkVisibility()) { e.scrollIntoView(); e.click(); return true; } } return false; })()`
	deadline := time.Now().Add(time.Minute)
	for {
		found, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](fmt.Sprintf(find, name)))
		if err == nil && found {
			break
		}
		if time.Now().After(deadline) {
			w.Fatalf("%s on a %s finds no %q: %v\n%s", w.who, w.size, name, err, w.text())
		}
		w.pause()
	}
	w.pause()
	w.do(chromedp.WaitReady(chromedp.CSS("main")))
}

func (w *window) pause() { w.do(chromedp.Sleep(150 * time.Millisecond)) }

// sees waits until the page says something.
func (w *window) sees(words ...string) {
	w.Helper()
	deadline := time.Now().Add(time.Minute)
	for _, s := range words {
		for !strings.Contains(w.text(), s) {
			if time.Now().After(deadline) {
				w.Fatalf("%s on a %s does not see %q but\n%s", w.who, w.size, s, w.text())
			}
			w.pause()
		}
	}
}

func (w *window) text() string {
	s, err := chromedp.Run(w.ctx, chromedp.Evaluate[string]("document.body.innerText"))
	if err != nil {
		return err.Error()
	}
	return s
}

// goes opens a page.
func (w *window) goes(path string) {
	w.Helper()
	w.do(chromedp.Navigate(w.base+path), chromedp.WaitReady(chromedp.CSS("main")))
}

// keep saves what the page looks like, where TINBAN_SHOTS says.
func (w *window) keep(name string) {
	w.Helper()
	dir := os.Getenv("TINBAN_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.MkdirAll(dir, 0o750)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%s-%s.png", name, w.who, w.size)), png, 0o600)
	}
	if err != nil {
		w.Error(err)
	}
}

// violation is what axe has against a page.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct{ HTML string }
}

// Axe has nothing serious against any page, at either size; and no page is
// wider than the screen.
func TestPagesAreAccessible(t *testing.T) {
	smstest.Needs(t, "chromium", "axe-core/axe.min.js")
	axe, err := os.ReadFile(filepath.Join(smstest.Packages(), "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	o := newOffice(t)
	o.furnish()
	pages, minor := 0, 0
	for size := range sizes {
		for _, who := range []staff.ID{"", "an", "lan"} {
			w := o.window(who, size)
			for _, path := range o.everyPage(who) {
				w.goes(path)
				w.fits(path)
				w.keep("page" + strings.NewReplacer("/", "_", "?", "_").Replace(path))
				minor += w.axe(string(axe), path)
				pages++
				t.Logf("%s by %q on a %s", path, who, w.size)
			}
		}
	}
	t.Logf("axe: %d pages looked at, %d minor or moderate remarks, no serious one", pages, minor)
}

// fits: nothing but tables, which scroll by themselves, is wider than the page.
func (w *window) fits(path string) {
	w.Helper()
	over, err := chromedp.Run(w.ctx, chromedp.Evaluate[float64]("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
	if err != nil || over > 0 {
		w.Errorf("%s on a %s is %v px too wide, %v", path, w.size, over, err)
	}
}

// axe runs the checks and returns how many remarks are not serious.
func (w *window) axe(script, path string) (minor int) {
	w.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](script + "; axe.run().then(r => { window.axeSaid = JSON.stringify(r.violations) }); undefined"))
	said := ""
	for deadline := time.Now().Add(2 * time.Minute); said == "" && time.Now().Before(deadline); {
		said, _ = chromedp.Run(w.ctx, chromedp.Evaluate[string]("window.axeSaid || ''"))
		if said == "" {
			w.pause()
		}
	}
	var found []violation
	if err := json.Unmarshal([]byte(said), &found); err != nil {
		w.Fatalf("axe said nothing about %s: %v", path, err)
	}
	for _, v := range found {
		if v.Impact != "serious" && v.Impact != "critical" {
			minor++
			continue
		}
		w.Errorf("%s by %q on a %s: %s (%s): %s", path, w.who, w.size, v.ID, v.Help, v.Nodes[0].HTML)
	}
	return minor
}

func clickFirst(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf("(e => { e.scrollIntoView(); e.click() })(document.querySelector(%q)); undefined", selector))
}

func evaluate(w *window, script string) (string, error) {
	return chromedp.Run(w.ctx, chromedp.Evaluate[string](script))
}
