// Package smstest is what tests of more than one room need in order to talk
// to programs of other people: finding and running them, and an operator with
// Kannel before it. The gateway's own tests put a stub behind Kannel, those of
// cmd/tinban the whole service; both must be the same Kannel. The tests of
// telegram find and run their peers by it too.
//
// The programs are called peers, because they speak the providers' side.
// "make setup" installs them. Where CI is set a missing one is a failure.
package smstest

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

// Patient is the longest anything of a peer is waited for.
const Patient = 30 * time.Second

// Packages is where peers/install.sh has put npm's.
func Packages() string {
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

// Needs looks for programs, and for files of npm's packages. Without one the
// test is skipped, on CI it fails.
func Needs(t *testing.T, names ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("talks to other programs")
	}
	for _, name := range names {
		_, err := exec.LookPath(name)
		if err == nil || exists(filepath.Join(Packages(), name)) {
			continue
		}
		Missing(t, name+" is not installed; \"make setup\" does it")
	}
}

// Missing ends a test for which there is no peer: on CI in failure.
func Missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip(why)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Run runs a program until the test ends; what it says is shown when the test
// has failed.
func Run(t *testing.T, name string, args ...string) {
	t.Helper()
	run(t, nil, nil, name, args...)
}

// Serve runs a program that listens on a port, and returns its address once it
// does.
func Serve(t *testing.T, port int, name string, args ...string) (url string) {
	t.Helper()
	Run(t, name, args...)
	Eventually(t, filepath.Base(name)+" listens", func() bool { return Listens(port) })
	return fmt.Sprintf("http://127.0.0.1:%d", port)
}

func run(t *testing.T, in io.Reader, out io.Writer, name string, args ...string) {
	t.Helper()
	var said bytes.Buffer
	cmd := exec.Command(name, args...) //nolint:gosec // a test names its peers itself
	cmd.Env = append(os.Environ(), "SCARF_ANALYTICS=false", "NO_COLOR=1", "NODE_PATH="+Packages())
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
			t.Logf("%s said:\n%s", filepath.Base(name), tail(said.String(), 4000))
		}
	})
}

func tail(s string, n int) string { return s[max(0, len(s)-n):] }

// FreePort is one that nobody listened on a moment ago.
func FreePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// Eventually waits for what another program does in its own time.
func Eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(Patient); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("not within %v: %s", Patient, what)
}

// Listens reports whether somebody does on this port of this machine.
func Listens(port int) bool {
	c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}

// root is where go.mod is: a test runs in the folder of its package.
func root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !exists(filepath.Join(dir, "go.mod")) {
		above := filepath.Dir(dir)
		if above == dir {
			t.Fatal("no folder above this one holds go.mod")
		}
		dir = above
	}
	return dir
}
