package smstest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// StartKannel puts Kannel between an operator and a service at back whose
// gateway is named "kannel", and returns smsbox's address. The password is
// that of User, and the secret smsbox shows when it calls back.
func StartKannel(t *testing.T, o *Operator, back, password string) (url string) {
	t.Helper()
	Needs(t, "bearerbox", "smsbox")
	admin, inner, send := FreePort(t), FreePort(t), FreePort(t)
	file := filepath.Join(t.TempDir(), "kannel.conf")
	conf := documented(t, "13000", fmt.Sprint(admin), "13001", fmt.Sprint(inner), "13013", fmt.Sprint(send),
		"smsc.operator.example", "127.0.0.1", "port = 2775", fmt.Sprintf("port = %d", o.All("listening")[0].Port), "EIGHT888", operatorPassword,
		"CHANGE-PASSWORD", password, "CHANGE-SECRET", password, "http://127.0.0.1:8080", back, "/var/spool/kannel", t.TempDir(),
		"reconnect-delay = 10", "reconnect-delay = 1", "http-queue-delay = 10", "http-queue-delay = 1")
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	Run(t, "bearerbox", "-v", "1", file)
	Eventually(t, "bearerbox listens", func() bool { return Listens(inner) })
	Run(t, "smsbox", "-v", "1", file)
	Eventually(t, "smsbox is ready", func() bool { return Listens(send) && len(o.All("bound")) == 1 })
	return fmt.Sprintf("http://127.0.0.1:%d", send)
}

// documented is the configuration in docs/configuration.md, with our ports and
// passwords put in: what is written there is what is tried here. It logs to
// nowhere but the test.
func documented(t *testing.T, put ...string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root(t), "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, conf, found := strings.Cut(string(page), "```kannel\n")
	conf, _, closed := strings.Cut(conf, "```")
	if !found || !closed {
		t.Fatal("docs/configuration.md holds no kannel.conf")
	}
	var lines []string
	for line := range strings.Lines(conf) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "log-") {
			lines = append(lines, line)
		}
	}
	conf = strings.Join(lines, "\n") + "\n"
	for i := 0; i+1 < len(put); i += 2 {
		if !strings.Contains(conf, put[i]) {
			t.Fatalf("kannel.conf in docs/configuration.md has no %q", put[i])
		}
		conf = strings.ReplaceAll(conf, put[i], put[i+1])
	}
	return conf
}
