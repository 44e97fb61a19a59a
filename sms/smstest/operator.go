package smstest

import (
	"bufio"
	"encoding/json"
	"io"
	"path/filepath"
	"sync"
	"testing"
)

const (
	// User is who we are to the operator and to smsbox.
	User = "tinban"
	// Number is ours at the operator.
	Number = "8049"
	// operatorPassword is as long as SMPP lets it be.
	operatorPassword = "eight888"
)

// Operator is an SMSC with its residents: node-smpp, driven by lines and told
// of in lines. It gives out receipts; a number that ends in 99 gets nothing
// delivered, and one that ends in 00 is refused.
type Operator struct {
	in   io.Writer
	mu   sync.Mutex
	told []Told
}

// Told is something that happened at the operator: it is "listening" or
// "bound", or a "message" of ours is there with all its parts.
type Told struct {
	Event, From, To, Text string
	Port, Coding, Status  int
	Parts                 []string
}

// StartOperator runs one until the test ends.
func StartOperator(t *testing.T) *Operator {
	t.Helper()
	Needs(t, "node", "smpp")
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	o := &Operator{in: inW}
	run(t, inR, outW, "node", filepath.Join(root(t), "peers", "smsc.js"), User, operatorPassword)
	t.Cleanup(func() { _, _ = inW.Close(), outW.Close() })
	go o.listen(outR)
	Eventually(t, "the operator listens", func() bool { return len(o.All("listening")) == 1 })
	return o
}

func (o *Operator) listen(out io.Reader) {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var e Told
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			o.mu.Lock()
			o.told = append(o.told, e)
			o.mu.Unlock()
		}
	}
}

// All is what was told of one kind of event, in order.
func (o *Operator) All(event string) (out []Told) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, e := range o.told {
		if e.Event == event {
			out = append(out, e)
		}
	}
	return out
}

// Say lets a resident write to us in UCS-2, in parts that arrive in an order
// (indexes of parts; nil is as they are).
func (o *Operator) Say(t *testing.T, from string, order []int, parts ...string) {
	t.Helper()
	line, err := json.Marshal(map[string]any{"from": from, "to": Number, "parts": parts, "order": order})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.in.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
}
