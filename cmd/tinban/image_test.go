package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"debug/elf"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// image is what the Dockerfile says: how the program is built, and what the
// last stage holds and runs.
type image struct {
	build      string
	base       string
	copies     []copied
	env        []string
	uid, gid   uint32
	entrypoint []string
	cmd        []string
	health     []string
}

// copied is one COPY of the last stage.
type copied struct {
	from, to string
	owned    bool // by the image's user
}

// readImage reads the few instructions our Dockerfile has; one it does not
// know fails the test, so that nothing in the last stage goes unproved.
func readImage(t *testing.T) image {
	t.Helper()
	data, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	var im image
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case word == "FROM":
			im = image{base: rest, build: im.build}
		case word == "RUN" && strings.Contains(rest, "go build"):
			im.build = rest
		case im.base == "scratch":
			im.instruct(t, word, rest)
		}
	}
	if im.base != "scratch" || im.build == "" {
		t.Fatalf("the last stage is from %q, the build is %q", im.base, im.build)
	}
	return im
}

func (im *image) instruct(t *testing.T, word, rest string) {
	t.Helper()
	list := func(s string) (out []string) {
		if err := json.Unmarshal([]byte(s), &out); err != nil {
			t.Fatalf("%s %s: there is no shell, so it must be a list: %v", word, rest, err)
		}
		return out
	}
	switch word {
	case "COPY":
		f := strings.Fields(rest)
		if f[0] != "--from=build" {
			t.Fatalf("COPY %s: not from the build stage", rest)
		}
		c := copied{from: f[len(f)-2], to: f[len(f)-1]}
		c.owned = slices.Contains(f, "--chown=65532:65532")
		im.copies = append(im.copies, c)
	case "ENV":
		im.env = append(im.env, strings.Fields(rest)...)
	case "USER":
		if _, err := fmt.Sscanf(rest, "%d:%d", &im.uid, &im.gid); err != nil {
			t.Fatalf("USER %s: without a passwd file it must be numbers", rest)
		}
	case "ENTRYPOINT":
		im.entrypoint = list(rest)
	case "CMD":
		im.cmd = list(rest)
	case "HEALTHCHECK":
		_, cmd, _ := strings.Cut(rest, "CMD ")
		im.health = list(cmd)
	case "EXPOSE", "VOLUME": // for who runs it
	default:
		t.Fatalf("%s %s: this test does not know what it does to the image", word, rest)
	}
}

// unpack builds the program as the build stage does and lays the last stage
// out. This machine stands for the build stage's base image.
func (im image) unpack(t *testing.T) (root string) {
	t.Helper()
	stage := t.TempDir()
	build := exec.Command("sh", "-c", strings.ReplaceAll(im.build, "/out/", stage+"/out/"))
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", build, err, out)
	}
	root = t.TempDir()
	for _, c := range im.copies {
		from, to := c.from, filepath.Join(root, c.to)
		if strings.HasPrefix(from, "/out/") {
			from = filepath.Join(stage, from)
		}
		im.copy(t, from, to)
		if c.owned {
			if err := os.Chown(to, int(im.uid), int(im.gid)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root
}

func (im image) copy(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil && info.IsDir() {
		err = os.CopyFS(to, os.DirFS(from))
	} else if err == nil {
		var data []byte
		if data, err = os.ReadFile(from); err == nil {
			err = os.WriteFile(to, data, info.Mode())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// command runs the program in the image: nothing around it but root, and as
// its user.
func (im image) command(ctx context.Context, root, addr string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, im.entrypoint[0], append(slices.Clone(im.entrypoint[1:]), args...)...)
	cmd.Dir = "/"
	cmd.Env = append(slices.Clone(im.env), "TINBAN_ADDR="+addr)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Chroot: root, Credential: &syscall.Credential{Uid: im.uid, Gid: im.gid},
	}
	return cmd
}

// The image, without an engine to build it: the binary runs in an empty root
// directory with only what the last stage copies, as a user without a name.
func TestImage(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Fatal("this test runs the image's binary in a root directory of its own and as another user, which only root may: run it as root, as CI does")
	}
	im := readImage(t)
	if im.uid == 0 || im.gid == 0 {
		t.Fatalf("the image runs as %d:%d", im.uid, im.gid)
	}
	root := im.unpack(t)
	checkContents(t, root)
	checkStatic(t, filepath.Join(root, im.entrypoint[0]))
	// What the operator mounts.
	writeFile(t, filepath.Join(root, "etc"), "tinban.yaml", "stop_within: 5s\n")
	if err := os.Chmod(filepath.Join(root, "etc/tinban.yaml"), 0o644); err != nil {
		t.Fatal(err)
	}
	im.runs(t, root)
}

// checkContents: no shell, no zone files, no library; certificates.
func checkContents(t *testing.T, root string) {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		if !d.IsDir() || path == "data" {
			files = append(files, path)
		}
		return err
	})
	if want := []string{"data", "etc/ssl/certs/ca-certificates.crt", "tinban"}; err != nil || !slices.Equal(files, want) {
		t.Fatalf("the image holds %q, want %q: %v", files, want, err)
	}
	certs, err := os.ReadFile(filepath.Join(root, "etc/ssl/certs/ca-certificates.crt"))
	if err != nil || !x509.NewCertPool().AppendCertsFromPEM(certs) {
		t.Errorf("no certificate in it: %v", err)
	}
}

// checkStatic: nothing is to be loaded before the program can start.
func checkStatic(t *testing.T, path string) {
	t.Helper()
	f, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			t.Errorf("the program is not static: it has a %s", p.Type)
		}
	}
	if f.Section(".dynamic") != nil {
		t.Error("the program is not static: it has a .dynamic section")
	}
}

func (im image) runs(t *testing.T, root string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	addr := "0.0.0.0:" + freePort(t)
	health := im.health[len(im.entrypoint):]
	if err := im.command(ctx, root, addr, health...).Run(); exitCode(err) != exitFail {
		t.Errorf("healthy before the start: %v, want exit %d", err, exitFail)
	}

	serve := im.command(ctx, root, addr, im.cmd...)
	var errOut bytes.Buffer
	serve.Stderr = &errOut
	stdout, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if !strings.Contains(line, "tinban serves on") {
		t.Fatalf("it does not start: %q %v %v\n%s", line, err, serve.Wait(), errOut.String())
	}
	if out, err := im.command(ctx, root, addr, health...).CombinedOutput(); err != nil {
		t.Errorf("healthy while it runs: %v: %s", err, out)
	}
	im.keepsTime(ctx, t, root, addr)
	checkOwner(t, filepath.Join(root, "data/tinban.db"), im.uid)

	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("SIGTERM: %v, want exit 0\n%s", err, errOut.String())
	}
}

// keepsTime: the program knows Huế time though no zone file is there. A slip
// bears the day in Huế, whatever zone the machine says it is in: at any moment
// one of these two has another day than Huế.
func (im image) keepsTime(ctx context.Context, t *testing.T, root, addr string) {
	t.Helper()
	for _, zone := range []string{"Etc/GMT+12", "Pacific/Kiritimati"} {
		before := now().Format("02/01/2006")
		slip := im.command(ctx, root, addr, "slip", "all")
		slip.Env = append(slip.Env, "TZ="+zone)
		out, err := slip.CombinedOutput()
		after := now().Format("02/01/2006")
		if err != nil || (!strings.Contains(string(out), before) && !strings.Contains(string(out), after)) {
			t.Errorf("with TZ=%s the slip does not bear the day %s: %v\n%s", zone, before, err, out)
		}
	}
}

func checkOwner(t *testing.T, path string, uid uint32) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Sys().(*syscall.Stat_t).Uid; got != uid {
		t.Errorf("the store belongs to %d, want %d", got, uid)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func exitCode(err error) int {
	if exit, ok := err.(*exec.ExitError); ok { //nolint:errorlint // Run returns it bare
		return exit.ExitCode()
	}
	return -1
}
