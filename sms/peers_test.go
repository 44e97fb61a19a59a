package sms

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// The peers are programs of other people that speak the providers' side.
// "make setup" installs them. Where CI is set a missing one is a failure.
const (
	peers   = "../peers"
	patient = 30 * time.Second // the longest anything here is waited for
)

// packages is where peers/install.sh has put npm's.
func packages() string {
	dir := os.Getenv("TINBAN_PEERS")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(cache, "tinban-peers")
	}
	return filepath.Join(dir, "node_modules")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func prism() string { return filepath.Join(packages(), "@stoplight/prism-cli/dist/index.js") }

// needs looks for programs, and for files of npm's packages.
func needs(t *testing.T, names ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("talks to other programs")
	}
	for _, name := range names {
		_, err := exec.LookPath(name)
		if err == nil || exists(filepath.Join(packages(), name)) {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing; \"make setup\" installs it", name)
		}
		t.Skipf("%s is not installed; \"make setup\" does it", name)
	}
}

// start runs a program until the test ends; what it says is shown when the
// test has failed.
func start(t *testing.T, in io.Reader, out io.Writer, name string, args ...string) {
	t.Helper()
	var said bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "SCARF_ANALYTICS=false", "NO_COLOR=1", "NODE_PATH="+packages())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = time.Second
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &said, &said
	if out != nil {
		cmd.Stdout = out
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(args[0]), tail(said.String(), 4000))
		}
	})
}

func tail(s string, n int) string { return s[max(0, len(s)-n):] }

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// eventually waits for what another program does in its own time.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patient); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("not within %v: %s", patient, what)
}

func listens(port int) bool {
	c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second)
	if err != nil {
		return false
	}
	c.Close()
	return true
}
