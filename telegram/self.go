package telegram

import (
	"regexp"
	"strings"
)

// self is how the bot is called in groups.
type self struct {
	handle string         // "@name"
	called *regexp.Regexp // the handle as a word of its own
}

func newSelf(name string) *self {
	return &self{"@" + name, regexp.MustCompile(`(?i)(^|[^\w@])@` + regexp.QuoteMeta(name) + `\b[,:]*`)}
}

// handle is "@name", or nothing while Telegram has not told it.
func (c *Channel) handle() string {
	if s := c.self.Load(); s != nil {
		return s.handle
	}
	return ""
}

// without takes the handle out of a text.
func (s *self) without(text string) (rest string, found bool) {
	if s == nil || !s.called.MatchString(text) {
		return text, false
	}
	rest = s.called.ReplaceAllString(text, "$1")
	return strings.TrimSpace(strings.ReplaceAll(rest, "  ", " ")), true
}

// commandForm is "/name", "/name@bot" and what follows.
var commandForm = regexp.MustCompile(`(?s)^/([A-Za-z][A-Za-z0-9_]*)(@[A-Za-z0-9_]+)?(?:\s+(.*))?$`)

// addressed takes out of a text what is meant for Telegram: the slash, which
// cannot have blanks in its name, and the bot's own name. mine says whether
// the bot is meant; it was, if it is true already.
func (c *Channel) addressed(text string, mine bool) (rest, command string, meant bool) {
	if parts := commandForm.FindStringSubmatch(text); parts != nil {
		command = strings.ToLower(parts[1])
		meant = mine || parts[2] != "" && strings.EqualFold(parts[2], c.handle())
		if command == "start" {
			return strings.TrimSpace(parts[3]), command, meant
		}
		return strings.TrimSpace(strings.ReplaceAll(parts[1], "_", " ") + " " + parts[3]), command, meant
	}
	rest, named := c.self.Load().without(text)
	return rest, "", mine || named
}
