package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary also be tinban, for the scripts, and the
// processes of the kill test.
func TestMain(m *testing.M) {
	if role := os.Getenv("TINBAN_TEST_ROLE"); role != "" {
		os.Exit(playRole(role))
	}
	testscript.Main(m, map[string]func(){"tinban": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:       "testdata/script",
		Condition: func(cond string) (bool, error) { return cond == "race" && raced, nil },
		Setup: func(env *testscript.Env) error {
			dir, err := os.Getwd()
			env.Setenv("PROJECT", dir+"/../..")
			return err
		},
	})
}

// untilTold ends with a signal, as a real run does.
func untilTold() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}
