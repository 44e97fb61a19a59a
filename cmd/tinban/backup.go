package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v3"

	"tinban/backup"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
	"tinban/ticket"
)

// storeFile is the store's name in its folder.
const storeFile = "tinban.db"

// backups makes a copy whenever the last one is as old as the configuration
// says, and keeps the newest ones.
func (s *service) backups(ctx context.Context) error {
	if s.cfg.Backup.Dir == "" {
		return nil
	}
	for {
		wait := s.untilBackup()
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		if _, err := s.backUp(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("no copy of the store was made; trying again in an hour", "err", err)
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(time.Hour):
			}
		}
	}
}

// untilBackup is how long the newest copy is still new enough.
func (s *service) untilBackup() time.Duration {
	copies, err := backup.List(s.cfg.Backup.Dir)
	if err != nil || len(copies) == 0 {
		return 0
	}
	at, _ := backup.Made(copies[len(copies)-1])
	return max(s.cfg.Backup.Every-time.Since(at), 0)
}

// backUp makes one copy now.
func (s *service) backUp(ctx context.Context) (string, error) {
	to, err := backup.Recipients(s.cfg.Backup.To)
	if err != nil {
		return "", err
	}
	path, err := backup.Make(ctx, s.store, s.cfg.Backup.Dir, to, time.Now())
	if err != nil {
		return "", err
	}
	s.log.Info("a copy of the store was made", "file", filepath.Base(path))
	return path, backup.Prune(s.cfg.Backup.Dir, s.cfg.Backup.Keep)
}

func (s *service) backUpNow(w http.ResponseWriter, r *http.Request) {
	if s.cfg.Backup.Dir == "" {
		http.Error(w, "no backups are set up; docs/configuration.md shows how", http.StatusConflict)
		return
	}
	path, err := s.backUp(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprintf(w, "made %s\n", path)
}

func backupCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "backup", Usage: "makes an encrypted copy of the store now, while the service runs",
		Flags: []cli.Flag{&cli.StringFlag{Name: "data", Value: "data", Usage: "data `DIR` of the running service"}},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			if cmd.Args().Present() {
				return usagef("backup takes no file; where copies go is in the configuration")
			}
			return askService(ctx, cmd.String("data"), http.MethodPost, "/backup", "", w.out)
		},
	}
}

func restoreCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "restore", Usage: "opens a copy into a new data folder and proves that it is whole",
		ArgsUsage: "COPY", Description: "The service then runs on that folder: data: DIR in its configuration.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "key", Usage: "the age key `FILE`, kept apart from the service", Required: true},
			&cli.StringFlag{Name: "to", Usage: "the new data `DIR`", Required: true}},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Len() != 1 {
				return usagef("restore which copy? tinban restore --key key.txt --to new-data tinban-20261128T020000Z.db.age")
			}
			return restore(w, cmd.Args().First(), cmd.String("key"), cmd.String("to"))
		},
	}
}

func restore(w world, copyPath, key, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the folder %s cannot be made: %w", dir, err)
	}
	path := filepath.Join(dir, storeFile)
	if err := backup.Restore(copyPath, key, path); err != nil {
		return err
	}
	if err := bolt.Check(path); err != nil {
		return errors.Join(err, os.Rename(path, path+".damaged"))
	}
	db, err := bolt.Open(path, bolt.Clock(now))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	waiting, err := db.Waiting(ctx)
	var open []ticket.Line
	openErr := db.View(ctx, func(r store.Reader) (err error) {
		open, err = ticket.List(r, staff.Operator, now())
		return err
	})
	if err := errors.Join(err, openErr, db.Close()); err != nil {
		return err
	}
	fmt.Fprintf(w.out, "restored to %s and checked page by page: %d messages wait to be sent, %d questions wait for an officer\n", path, waiting, len(open))
	return nil
}
