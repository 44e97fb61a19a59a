package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"tinban/msg"
	"tinban/simulator"
	"tinban/sms/text"
)

// echo is the smallest service there can be: it answers every message by the
// route it came by.
type echo struct {
	sim    *simulator.Simulator
	n      atomic.Int64
	broken atomic.Bool
}

const evil = `<img src=x onerror="document.title='hacked'">`

func (e *echo) receive(ctx context.Context, in msg.Inbound) error {
	if e.broken.Load() {
		return errors.New("not now")
	}
	out := msg.Outbound{Key: fmt.Sprint("echo", e.n.Add(1)), To: in.From}
	if in.Gateway == simulator.RouteSMS {
		out.Text = text.Strip("Bà con soạn: " + in.Text + ".\n" + strings.Repeat("Hộ nghèo được vay vốn. ", 8) + "1.Hỏi thêm 0.Về đầu")
		_, err := e.sim.SMS().Send(ctx, out)
		return err
	}
	switch in.Kind {
	case msg.Choice:
		out.Text = "Đã chọn: " + in.Choice
	case msg.Media:
		out.Text = "Máy chưa xem được ảnh. Bà con viết bằng chữ nhé."
	case msg.Started:
		out.Text = "Chào bà con!"
	default:
		out.Text = "Nhà mình hỏi:\n" + in.Text
		out.Choices = []msg.Button{{Key: "house", Label: "Điều kiện được hỗ trợ nhà ở"}, {Key: "loan", Label: "Vay tiền làm nhà"}, {Key: "other", Label: "Không phải, để tôi hỏi lại"}}
	}
	_, err := e.sim.Chat().Send(ctx, out)
	return err
}

// chromium starts a browser that talks to nobody but the page.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("this test looks at the page in Chromium: install the package chromium (apt-get install chromium) and run it again")
	}
	options := append([]chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun,
	},
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(stop)
	ctx, end := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(end)
	ctx, quit := chromedp.NewContext(ctx)
	t.Cleanup(quit)
	return ctx
}

func TestInBrowser(t *testing.T) {
	for _, size := range []struct{ width, height int64 }{{360, 740}, {1280, 900}} {
		t.Run(fmt.Sprint(size.width), func(t *testing.T) {
			e := &echo{}
			e.sim = simulator.New(simulator.Config{Sink: e.receive, Banner: "Trả lời như ngày 15/5/2024"})
			b := browse(t, e.sim)
			p := &screenTest{T: t, ctx: chromium(t), echo: e, name: fmt.Sprint(size.width)}
			p.run(chromedp.EmulateViewport(size.width, size.height), chromedp.Navigate(b.url))
			p.says("#status", "Đã nối")
			p.says("#banner", "Trả lời như ngày 15/5/2024")
			p.keypad()
			p.chat()
			p.failing()
			p.comingBack()
		})
	}
}

// screenTest is one browser at one size.
type screenTest struct {
	*testing.T
	ctx  context.Context
	echo *echo
	name string
}

func (p *screenTest) run(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// enter is the key as a keyboard has it: what the page refuses on the way down
// does not become a line break.
var enter = chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
	for _, way := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		_, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: way, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
		})
		if err != nil {
			return err
		}
	}
	return nil
})

// holds waits until a JavaScript condition is true, also across a reload, which
// ends the question that was being asked.
func (p *screenTest) holds(condition, what string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	for {
		err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void](condition))
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			p.picture("failed")
			p.Fatalf("%s: %v", what, err)
		}
	}
}

func (p *screenTest) says(selector, words string) {
	p.Helper()
	p.holds(fmt.Sprintf("[...document.querySelectorAll(%q)].some(n => n.checkVisibility() && n.textContent.includes(%q))", selector, words),
		fmt.Sprintf("%s never says %q", selector, words))
}

// phone brings one of the two to the front where there is room for one only.
func (p *screenTest) phone(name string) {
	p.Helper()
	p.run(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("(b => b.checkVisibility() && b.click())(document.getElementById('show-%s'))", name)))
	p.holds(fmt.Sprintf("document.getElementById(%q).checkVisibility()", name), name+" is not to be seen")
	both := p.name != "360"
	p.holds(fmt.Sprintf("(document.getElementById('sms').checkVisibility() && document.getElementById('chat').checkVisibility()) === %v", both),
		"wide pages show both phones, narrow ones one")
}

func (p *screenTest) picture(name string) {
	p.Helper()
	dir := os.Getenv("TINBAN_SCREENSHOTS")
	if dir == "" {
		dir = p.TempDir()
	}
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "simulator-"+p.name+"-"+name+".png"), png, 0o600); err != nil {
		p.Fatal(err)
	}
}

// fits holds the page to its width and its keys to a size a thumb can hit.
func (p *screenTest) fits() {
	p.Helper()
	p.holds("document.documentElement.scrollWidth <= innerWidth", "the page scrolls sideways")
	p.holds("[...document.querySelectorAll('.lines')].every(n => n.scrollWidth <= n.clientWidth)", "a phone scrolls sideways")
	p.holds("[...document.querySelectorAll('button')].filter(b => b.checkVisibility()).every(b => { const r = b.getBoundingClientRect(); return r.height >= 36 && r.left >= 0 && r.right <= innerWidth })",
		"a button is too small or outside")
}

func (p *screenTest) keypad() {
	p.Helper()
	p.phone("sms")
	p.picture("empty")
	for _, key := range []string{"1", "5", "*", "0", "#", "9"} {
		p.run(chromedp.Click(chromedp.CSS(fmt.Sprintf(`[data-key="%s"]`, key))))
	}
	p.holds("document.getElementById('sms-text').value === '15*0#9'", "the keys did not type")
	p.run(chromedp.Click(chromedp.CSS("#erase")), chromedp.Click(chromedp.CSS("#sms-send")))
	p.says("#sms .mine .text", "15*0#")
	p.says("#sms .theirs .text", "Ba con soan: 15*0#.")
	p.says("#sms .theirs small", "Phần 1/2 · 153/153")
	p.says("#sms .theirs .count", "GSM-7 · 2 phần · 700 đ")
	p.says("#total", "700 đ (2 phần)")

	p.run(chromedp.SendKeys(chromedp.CSS("#sms-text"), "Nhà ở"), enter)
	p.says("#sms .mine .count", "UCS-2 · 1 phần")
	p.says("#sms .theirs .text", "Ba con soan: Nha o.")
	p.says("#total", "1.400 đ (4 phần)")
	p.fits()
	p.picture("sms")
}

func (p *screenTest) chat() {
	p.Helper()
	p.phone("chat")
	p.run(chromedp.Click(chromedp.CSS("#start")))
	p.says("#chat .theirs .text", "Chào bà con!")
	p.holds("!document.getElementById('start').checkVisibility()", "Bắt đầu stays")
	p.run(chromedp.SendKeys(chromedp.CSS("#chat-text"), evil), enter)
	p.says("#chat .mine .text", evil)
	p.says("#chat .theirs .text", "Nhà mình hỏi:\n"+evil)
	p.holds("document.title.startsWith('Tin Bản') && !document.querySelector('.lines img')", "the page took a text for markup")
	p.run(chromedp.Click("//div[@class='choices']/button[.='Vay tiền làm nhà']"))
	p.says("#chat .mine .text", "Vay tiền làm nhà")
	p.says("#chat .theirs .text", "Đã chọn: loan")
	p.says("#chat .choices [aria-pressed=true]", "Vay tiền làm nhà")
	p.run(chromedp.Click(chromedp.CSS("#media")))
	p.says("#chat .mine .text", "[Ảnh, nhãn dán]")
	p.says("#chat .theirs .text", "Bà con viết bằng chữ nhé.")
	p.run(chromedp.SendKeys(chromedp.CSS("#chat-text"), "Vay vốn nuôi bò thì hỏi ai?"), chromedp.Click(chromedp.CSS("#chat-send")))
	p.says("#chat .theirs .text", "Vay vốn nuôi bò thì hỏi ai?")
	p.fits()
	p.picture("chat")
}

// failing: the service takes nothing; the page says so and keeps the text.
func (p *screenTest) failing() {
	p.Helper()
	p.echo.broken.Store(true)
	defer p.echo.broken.Store(false)
	p.run(chromedp.SendKeys(chromedp.CSS("#chat-text"), "Còn ai không?"), enter)
	p.says("#chat .alert", "Chưa gửi được, thử lại.")
	p.says("#chat .mine .failed", "Chưa gửi được")
	p.holds("document.getElementById('chat-text').value === 'Còn ai không?'", "the text is gone")
	p.run(chromedp.SetValue(chromedp.CSS("#chat-text"), strings.Repeat("dài ", 5000)), chromedp.Click(chromedp.CSS("#chat-send")))
	p.says("#chat .alert", "Tin dài quá 16 kB")
	p.fits()
	p.picture("errors")
}

// comingBack: the page shows the same after a reload, is empty after "Máy
// mới", and says so when the line is lost.
func (p *screenTest) comingBack() {
	p.Helper()
	p.run(chromedp.Reload())
	p.phone("sms")
	p.says("#sms .theirs .text", "Ba con soan: Nha o.")
	p.says("#total", "1.400 đ (4 phần)")
	p.run(chromedp.Click(chromedp.CSS("#reset")))
	p.says("#total", " 0 đ (0 phần)")
	p.holds("document.querySelectorAll('.lines li').length === 0", "the new phones are not empty")
	p.echo.sim.Close()
	p.says("#status", "Mất mạng, đang nối lại…")
	p.fits()
	p.picture("lost")
}
