package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"tinban/bot"
	"tinban/eligibility"
)

// reloads loads the content again at each hangup signal until the service
// stops.
func (s *service) reloads(ctx context.Context) error {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangup:
			s.reload()
		}
	}
}

// reload puts the content folder as it is now in place of what is being said.
// What check refuses is not taken: the old content stays, and the log says
// what was wrong. Dialogues under way go on; a check whose rule has gone
// restarts by itself.
func (s *service) reload() {
	know, err := readAnew(s.cfg.Content)
	if err != nil {
		s.log.Error("the new content was not taken, the old one stays", "why", err)
		return
	}
	s.know.Store(know)
	s.log.Info("new content taken", "answers", len(know.Library.Answers), "rules", len(know.Library.Rules))
}

func readAnew(dir string) (*bot.Knowledge, error) {
	if dir == "" {
		return nil, errors.New("the content is built into the program; name a folder as \"content\" in the configuration to change it while running")
	}
	problems, _, err := checkFolder(dir, eligibility.Date{}) // a review that is overdue keeps nobody from reading
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("tinban check finds %d things wrong, first: %s", len(problems), problems[0])
	}
	return loadKnowledge(dir)
}
