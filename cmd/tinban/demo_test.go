package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// runningDemo is "tinban demo", in-process.
type runningDemo struct {
	url  string
	stop func() // once; the test does it at its end if nobody did
	out  *onScreen
}

// said is what it printed.
func (d *runningDemo) said() string { return d.out.String() }

// onScreen collects what is printed, and says when the address is.
type onScreen struct {
	mu   sync.Mutex
	text bytes.Buffer
	told chan struct{}
}

func (l *onScreen) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.told:
	default:
		close(l.told)
	}
	return l.text.Write(p)
}

func (l *onScreen) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// startDemo runs "tinban demo" in-process, on a new store if none is named.
func startDemo(t *testing.T, args ...string) *runningDemo {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	d := &runningDemo{out: &onScreen{told: make(chan struct{})}}
	var errOut bytes.Buffer
	code := make(chan int, 1)
	args = append([]string{"tinban", "demo", "--addr", "127.0.0.1:0", "--data", t.TempDir()}, args...)
	go func() {
		code <- run(ctx, args, world{func(string) string { return "" }, strings.NewReader(""), d.out, &errOut})
	}()
	d.stop = sync.OnceFunc(func() {
		cancel()
		if c := <-code; c != exitFine {
			t.Errorf("demo ended with %d: %s", c, errOut.String())
		}
		if errOut.Len() > 0 {
			t.Errorf("demo logged: %s", errOut.String())
		}
	})
	t.Cleanup(d.stop)
	select {
	case <-d.out.told:
	case c := <-code:
		code <- c
		t.Fatalf("demo did not start: %s", errOut.String())
	}
	d.url = regexp.MustCompile(`http://[0-9.:]+`).FindString(d.said())
	return d
}

// chromium starts a browser that talks to nobody but the page.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("this test looks at the page in Chromium: run \"make setup\" and run it again")
	}
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(stop)
	ctx, end := chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	t.Cleanup(end)
	ctx, quit := chromedp.NewContext(ctx)
	t.Cleanup(quit)
	return ctx
}

// phones is somebody trying both phones in a browser.
type phones struct {
	*testing.T
	ctx   context.Context
	width int64
}

func openPhones(t *testing.T, url string, width, height int64) *phones {
	t.Helper()
	p := &phones{t, chromium(t), width}
	p.do(chromedp.EmulateViewport(width, height), chromedp.Navigate(url))
	p.sees("#status", "Đã nối")
	return p
}

func (p *phones) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// sees waits until the words are on the screen.
func (p *phones) sees(selector, words string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	found := fmt.Sprintf("[...document.querySelectorAll(%q)].some(n => n.checkVisibility() && n.textContent.includes(%q))", selector, words)
	if err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void](found)); err != nil {
		p.picture("failed")
		p.Fatalf("%s never shows %q: %v", selector, words, err)
	}
}

func (p *phones) show(phone string) {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("(b => b.checkVisibility() && b.click())(document.getElementById('show-%s'))", phone)))
}

func (p *phones) write(phone, text string) {
	p.Helper()
	p.do(chromedp.SendKeys(chromedp.CSS("#"+phone+"-text"), text), chromedp.Click(chromedp.CSS("#"+phone+"-send")))
}

// picture keeps what is on the screen where TINBAN_SCREENSHOTS says.
func (p *phones) picture(name string) {
	p.Helper()
	dir := os.Getenv("TINBAN_SCREENSHOTS")
	if dir == "" {
		dir = p.TempDir()
	}
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("demo-%d-%s.png", p.width, name)), png, 0o600); err != nil {
		p.Fatal(err)
	}
}

// The whole service in a browser: a check by number keys on the keypad phone,
// a question and its buttons on the chat.
func TestDemoInBrowser(t *testing.T) {
	for _, size := range [][2]int64{{360, 740}, {1280, 900}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			p := openPhones(t, startDemo(t, "--as-of", "2024-05-15").url+"/thu/", size[0], size[1])
			p.sees("#banner", "15/05/2024")
			p.show("sms")
			p.write("sms", "NHA")
			p.sees("#sms .theirs .text", "1.Ho ngheo")
			for _, next := range []string{"1.Chua", "1.Truoc nam", "xa nao"} {
				p.do(chromedp.Click(chromedp.CSS(`[data-key="1"]`)), chromedp.Click(chromedp.CSS("#sms-send")))
				p.sees("#sms .theirs .text", next)
			}
			p.write("sms", "a roang")
			p.sees("#sms .theirs .text", "kha nang")
			p.sees("#total", "đ (")
			p.picture("sms")

			p.show("chat")
			p.write("chat", "nhà em hộ nghèo có được sửa nhà không")
			p.sees("#chat .theirs .text", "Nhà dột, hư, muốn sửa")
			p.do(chromedp.Click(`//div[@class='choices']/button[contains(.,'Kiểm tra nhà mình')]`))
			p.sees("#chat .theirs .text", "Câu 1.")
			p.picture("chat")
		})
	}
}
