package sms

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tinban/msg"
	"tinban/sms/smstest"
	"tinban/sms/text"
)

// answerer is a Sink that answers the way the service does: what is to be
// said is sent through the gateway after the message has been stored.
type answerer struct {
	box
	gateway *Kannel
	answers map[string]string
	shut    bool // the store is closed: nothing is taken
	refused int
}

func (a *answerer) Receive(ctx context.Context, in msg.Inbound) error {
	a.mu.Lock()
	if a.shut {
		a.refused++
		a.mu.Unlock()
		return errors.New("closed")
	}
	known := a.refs[in.Ref]
	a.mu.Unlock()
	if err := a.box.Receive(ctx, in); err != nil || known {
		return err
	}
	go func() {
		_, _ = a.gateway.Send(context.WithoutCancel(ctx), msg.Outbound{Key: "r/" + in.Ref, To: in.From, Text: a.answers[in.Text]})
	}()
	return nil
}

func (a *answerer) status(ref string) (out []msg.Status) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, r := range a.receipts {
		if r.Ref == ref {
			out = append(out, r.Status)
		}
	}
	return out
}

func (a *answerer) stored() []msg.Inbound {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]msg.Inbound(nil), a.in...)
}

// startKannel puts Kannel between the operator and a service that answers.
func startKannel(t *testing.T, answers map[string]string) (*smstest.Operator, *answerer) {
	t.Helper()
	operator := smstest.StartOperator(t)
	a := &answerer{answers: answers}
	mux := http.NewServeMux()
	ours := httptest.NewServer(mux)
	t.Cleanup(ours.Close)
	h := house(&a.box)
	h.Sink, h.Client.Timeout = a, smstest.Patient
	a.gateway = NewKannel(KannelConfig{
		Name: "kannel", URL: smstest.StartKannel(t, operator, ours.URL, password), User: smstest.User, Password: password,
		From: smstest.Number, Secret: password, Back: ours.URL,
	}, h)
	a.gateway.Mount(mux)
	smstest.Eventually(t, "smsbox takes our password", func() bool { return a.gateway.Test(t.Context()) == nil })
	return operator, a
}

// A resident's question travels operator → Kannel → us, and our answer back,
// part by part: with marks and without, however the parts came in.
func TestKannelAndOperator(t *testing.T) {
	const asked = "Nhà tôi hộ nghèo, muốn vay vốn đi xuất khẩu lao động Nhật Bản thì được vay  bao nhiêu\nvà làm giấy tờ ở đâu? #1 & 100%"
	marked := strings.Repeat("Bà con được vay tối đa 100 triệu đồng, đem sổ hộ khẩu đến xã. ", 4)
	bare := strings.Repeat("[1] Ba con duoc vay toi da 100 trieu dong {~ 5%}, den xa hoi @ can bo. ", 5)
	operator, a := startKannel(t, map[string]string{asked: marked, "1": bare})

	runes := []rune(asked)
	operator.Say(t, "84912345678", []int{1, 0}, string(runes[:60]), string(runes[60:]))
	smstest.Eventually(t, "the answer with marks", func() bool { return len(operator.All("message")) == 1 })
	operator.Say(t, "0912345678", nil, "1")
	smstest.Eventually(t, "the answer without", func() bool { return len(operator.All("message")) == 2 })

	in := a.stored()
	if len(in) != 2 || in[0].Text != asked || in[1].Text != "1" || in[0].Ref == in[1].Ref {
		t.Fatalf("stored %+v", in)
	}
	for i, want := range []string{marked, bare} {
		if in[i].From != "sms:"+phone || in[i].To != "8049" {
			t.Errorf("from %q to %q", string(in[i].From), in[i].To)
		}
		got, counted := operator.All("message")[i], text.Split(want)
		if got.Text != want || got.To != phone[1:] || got.From != "8049" {
			t.Errorf("the operator got %q", got.Text)
		}
		if len(got.Parts) != len(counted.Parts) || (got.Coding == 8) != (counted.Encoding == text.UCS2) {
			t.Errorf("%d parts in coding %d; we counted %d in %s", len(got.Parts), got.Coding, len(counted.Parts), counted.Encoding)
		}
		ref := "r/" + in[i].Ref
		smstest.Eventually(t, "the receipt", func() bool { s := a.status(ref); return len(s) > 0 && s[len(s)-1] == msg.Delivered })
	}
	if n := len(operator.All("message")); n != 2 {
		t.Errorf("%d messages went out; Kannel answers by itself", n)
	}
}

// While the store is closed Kannel keeps a message and brings it again; the
// resident hears nothing of it.
func TestKannelRepeats(t *testing.T) {
	operator, a := startKannel(t, map[string]string{"Chào": "Chao ba con"})
	a.mu.Lock()
	a.shut = true
	a.mu.Unlock()
	operator.Say(t, "84912345678", nil, "Chào")
	smstest.Eventually(t, "Kannel tries twice", func() bool { a.mu.Lock(); defer a.mu.Unlock(); return a.refused >= 2 })
	a.mu.Lock()
	a.shut = false
	a.mu.Unlock()
	smstest.Eventually(t, "the answer", func() bool { return len(operator.All("message")) > 0 })
	if in, out := a.stored(), operator.All("message"); len(in) != 1 || len(out) != 1 || out[0].Text != "Chao ba con" {
		t.Errorf("stored %d, sent %+v", len(in), out)
	}
}

// What the operator refuses, or never delivers, is heard of.
func TestKannelReceipts(t *testing.T) {
	_, a := startKannel(t, nil)
	for to, want := range map[string]msg.Status{phone: msg.Delivered, "+84912345600": msg.Failed, "+84912345699": msg.Failed} {
		out := msg.Outbound{Key: "k/é%d %A " + to[9:], To: msg.Address("sms:" + to), Text: "Chao"}
		if ref, err := a.gateway.Send(t.Context(), out); err != nil || ref != out.Key {
			t.Fatalf("%q, %v", ref, err)
		}
		smstest.Eventually(t, "the last receipt", func() bool { s := a.status(out.Key); return len(s) > 0 && s[len(s)-1] == want })
	}
	_, err := a.gateway.Send(t.Context(), msg.Outbound{Key: "k", To: "sms:VIETTEL", Text: "Chao"})
	refusedBy(t, "to a name", err, msg.Rejected)
	wrong := a.gateway.cfg
	wrong.Password = "wrong"
	_, err = NewKannel(wrong, a.gateway.house).Send(t.Context(), answerOf())
	refusedBy(t, "a wrong password", err, msg.Transient)
	if err := NewKannel(wrong, a.gateway.house).Test(t.Context()); err == nil || !strings.Contains(err.Error(), "password") {
		t.Errorf("the test of a wrong password: %v", err)
	}
}
