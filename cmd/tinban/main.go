// Command tinban is Tin Bản: one program that answers questions about poverty
// programmes by chat and SMS, on one embedded store. This package alone sees
// the environment, signals and the exit code; it wires the rooms together and
// nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the service keeps Huế time, whatever the machine has

	"github.com/urfave/cli/v3"
)

// Exit codes.
const (
	exitFine  = 0
	exitFail  = 1 // it was tried and failed, or something is wrong with the content
	exitUsage = 2 // the command was given wrongly
)

// world is what a command may touch of the outside.
type world struct {
	getenv func(string) string
	in     io.Reader
	out    io.Writer
	err    io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args, world{os.Getenv, os.Stdin, os.Stdout, os.Stderr}))
}

// usageError is a command given wrongly: what is wrong and what to type.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// run is the whole program, in-process.
func run(ctx context.Context, args []string, w world) int {
	err := commands(w).Run(ctx, args)
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, new(usageError)):
		fmt.Fprintln(w.err, "tinban:", err)
		return exitUsage
	}
	fmt.Fprintln(w.err, "tinban:", err)
	return exitFail
}

// commands is the command line.
func commands(w world) *cli.Command {
	wrong := func(_ context.Context, cmd *cli.Command, err error, _ bool) error {
		return usagef("%v; \"%s --help\" shows what it takes", err, cmd.FullName())
	}
	root := &cli.Command{
		Name:  "tinban",
		Usage: "answers questions about poverty programmes in A Lưới, by chat and SMS",
		Description: "Start with \"tinban demo\" and open the page it names: two phones to try it with.\n" +
			"\"tinban ask QUESTION\" shows one reply in the terminal.",
		Writer: w.out, ErrWriter: w.err, HideVersion: true,
		ExitErrHandler: func(context.Context, *cli.Command, error) {},
		OnUsageError:   wrong,
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Present() {
				return usagef("there is no command %q; \"tinban --help\" lists them", cmd.Args().First())
			}
			return cli.ShowAppHelp(cmd)
		},
		Commands: append([]*cli.Command{
			askCommand(w), chatCommand(w), demoCommand(w), serveCommand(w),
			samplesCommand(w), slipCommand(w), ruleCommand(w), healthyCommand(w),
			configCommand(w), channelCommand(w), doctorCommand(w), backupCommand(w), restoreCommand(w),
			checkCommand(w), previewCommand(w), timelineCommand(w), factsCommand(w), trainCommand(w), evalCommand(w), loadtestCommand(w),
		}, remoteCommands(w)...),
	}
	refuse(root, wrong)
	return root
}

// refuse gives every command below one the same answer to a wrong flag.
func refuse(c *cli.Command, wrong cli.OnUsageErrorFunc) {
	for _, below := range c.Commands {
		below.OnUsageError = wrong
		refuse(below, wrong)
	}
}
