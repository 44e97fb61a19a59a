package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/backup"
	"tinban/store/bolt"
)

// doctorCommand looks at everything an installation hangs on.
func doctorCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "doctor", Usage: "says in words what is wrong with an installation, or that all is well",
		Flags: []cli.Flag{configFlag(), &cli.BoolFlag{Name: "offline", Usage: "do not call the providers"}},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			if cmd.Args().Present() {
				return usagef("doctor takes no name; it looks at all that the configuration names")
			}
			cfg, err := readConfig(cmd.String("config"), w.getenv)
			if err != nil {
				return err
			}
			d := &doctor{out: w.out, cfg: cfg}
			d.examine(ctx, !cmd.Bool("offline"))
			if d.bad > 0 {
				return fmt.Errorf("%d things need to be put right", d.bad)
			}
			return nil
		},
	}
}

// doctor prints what it finds, each with what to do.
type doctor struct {
	out io.Writer
	cfg config
	bad int
}

func (d *doctor) fine(format string, args ...any) { fmt.Fprintf(d.out, "  ok  "+format+"\n", args...) }

func (d *doctor) wrong(format string, args ...any) {
	d.bad++
	fmt.Fprintf(d.out, "WRONG "+format+"\n", args...)
}

func (d *doctor) examine(ctx context.Context, online bool) {
	d.training()
	d.data()
	d.store(ctx)
	d.content()
	d.copies()
	d.clock()
	if online {
		d.channels(ctx)
	}
}

// training is no fault, but must not be forgotten.
func (d *doctor) training() {
	if d.cfg.Training {
		d.fine("TRAINING is on: messages reach linked members of staff only, no residents")
	}
}

// leastRoom is the free disk below which a district is about to stand still.
const leastRoom = 1 << 30

func (d *doctor) data() {
	info, err := os.Stat(d.cfg.Data)
	switch {
	case os.IsNotExist(err):
		d.fine("the data folder %s is made at the first start", d.cfg.Data)
		return
	case err != nil || !info.IsDir():
		d.wrong("the data folder %s cannot be used: name a folder that this user may write to", d.cfg.Data)
		return
	case info.Mode().Perm()&0o077 != 0:
		d.wrong("others may look into the data folder %s: chmod 700 %s", d.cfg.Data, d.cfg.Data)
	default:
		d.fine("only its owner may look into the data folder")
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(d.cfg.Data, &fs); err == nil {
		free := fs.Bavail * uint64(fs.Bsize)
		if free < leastRoom {
			d.wrong("%d MB are free on the disk of %s: make room, or messages are refused when it is full", free>>20, d.cfg.Data)
		} else {
			d.fine("%d GB are free", free>>30)
		}
	}
}

// store asks the running service, or looks at the file when none runs.
func (d *doctor) store(ctx context.Context) {
	path := filepath.Join(d.cfg.Data, storeFile)
	if _, err := os.Stat(path); err != nil {
		return
	}
	if err := askService(ctx, d.cfg.Data, http.MethodGet, "/ready", "", io.Discard); err == nil {
		d.fine("the service runs and stores messages")
		return
	}
	if err := bolt.Check(path); err != nil {
		d.wrong("%v: stop everything that uses it, then restore the newest copy (tinban restore)", err)
		return
	}
	d.wrong("the service does not run; its store is whole: systemctl start tinban")
}

func (d *doctor) content() {
	problems, summary, err := checkFolder(d.cfg.Content, today())
	switch {
	case err != nil:
		d.wrong("the content cannot be read: %v", err)
	case len(problems) > 0:
		d.wrong("the content has %d problems, first: %s (tinban check %s)", len(problems), problems[0], d.cfg.Content)
	default:
		d.fine("content %s", summary)
	}
}

func (d *doctor) copies() {
	b := d.cfg.Backup
	if b.Dir == "" {
		d.wrong("there are no backups: add \"backup:\" as docs/configuration.md shows")
		return
	}
	if _, err := backup.Recipients(b.To); err != nil {
		d.wrong("%v", err)
	}
	list, err := backup.List(b.Dir)
	switch {
	case err != nil:
		d.wrong("the backup folder %s cannot be read: %v", b.Dir, err)
	case len(list) == 0:
		d.wrong("there is no copy in %s yet: tinban backup --data %s", b.Dir, d.cfg.Data)
	default:
		at, _ := backup.Made(list[len(list)-1])
		if age := time.Since(at); age > 2*b.Every {
			d.wrong("the newest copy is %d hours old: see the log of the service for why", int(age.Hours()))
		} else {
			d.fine("%d copies, the newest from %s", len(list), at.In(hue).Format("02/01/2006 15:04"))
		}
	}
}

// builtAfter is a day the clock cannot be before.
const builtAfter = 2026

func (d *doctor) clock() {
	if now().Year() < builtAfter {
		d.wrong("the clock says %s: set it, answers and codes hang on the day", now().Format("02/01/2006"))
		return
	}
	d.fine("the clock says %s in Huế", now().Format("15:04 02/01/2006"))
}

func (d *doctor) channels(ctx context.Context) {
	all := d.cfg.testers()
	if len(all) == 0 {
		d.wrong("there is no channel: nobody can write to it; docs/configuration.md shows how to add one")
	}
	for _, name := range sortedKeys(all) {
		ctx, cancel := context.WithTimeout(ctx, testTimeout)
		if err := all[name].Test(ctx); err != nil {
			d.wrong("channel %s: %v", name, err)
		} else {
			d.fine("channel %s works", name)
		}
		cancel()
	}
}
