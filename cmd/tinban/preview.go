package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v3"

	"tinban/bot"
	"tinban/bot/understand"
	"tinban/content"
	"tinban/content/check"
	"tinban/eligibility"
	"tinban/locales"
)

// previewCommand shows a record as people will meet it.
func previewCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "preview", Usage: "một câu trả lời như bà con sẽ thấy: trên Telegram, trên SMS, và lời đọc loa",
		ArgsUsage: "ID",
		Description: "ID is an answer (housing.eligibility, social_assistance/mai-tang). What is shown is made by the same code\n" +
			"that answers a phone. Below it stand the figures, each with its fact and source.",
		Flags: []cli.Flag{asOfFlag(asOfUsage), contentFlag()},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Len() != 1 {
				return usagef("preview takes one answer: tinban preview housing.eligibility")
			}
			library, day, err := libraryOn(cmd)
			if err != nil {
				return err
			}
			return preview(w.out, library, cmd.Args().First(), day)
		},
	}
}

func preview(out io.Writer, l *content.Library, id string, day eligibility.Date) error {
	a := l.AnswerOn(id, day)
	if a == nil {
		return usagef("there is no answer %q on %s; \"tinban timeline --kind answer\" lists them", id, day)
	}
	fmt.Fprintf(out, "%s, %s; %s kiểm ngày %s\n", a.ID, period(a.Period), a.Reviewed.By, vnDay(a.Reviewed.On.Date))
	for _, look := range []struct{ channel, title string }{{"telegram", "TELEGRAM"}, {"sms", "SMS"}} {
		t, err := previewTerminal(l, look.channel, day)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n== %s\n", look.title)
		printReply(out, t.press("ask:"+id))
	}
	said, err := l.Render(a.Loud, content.View{On: day})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n== LOA (%.0f giây)\n%s\n", check.Seconds(said.Text), said.Text)
	fmt.Fprintln(out, "\n== CON SỐ VÀ NGUỒN")
	printFigures(out, l, a.Texts(), day)
	printSources(out, l, a.Sources)
	if len(a.Asks) > 0 {
		fmt.Fprintf(out, "\n== BÀ CON HỎI THẾ NÀY\n  %s\n", strings.Join(a.Asks, "\n  "))
	}
	return nil
}

// previewTerminal speaks from a library. Only buttons are pressed on it, so
// the reader that is built in will do, whatever the folder's examples are.
func previewTerminal(l *content.Library, channel string, day eligibility.Date) (*terminal, error) {
	data, err := content.Model(content.Embedded())
	if err != nil {
		return nil, err
	}
	reader, err := understand.LoadModel(data)
	if err != nil {
		return nil, err
	}
	say, err := locales.Load()
	if err != nil {
		return nil, err
	}
	return terminalOn(bot.NewKnowledge(l, reader), say, channel, day), nil
}
