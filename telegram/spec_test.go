package telegram

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// The validator holds every call we make against Telegram's own description
// of its API, as the module of tg-mock carries it for machines: methods and
// parameters that exist, what is required, types to the bottom of nested
// JSON, and lengths.

type field struct {
	Name        string
	Types       []string
	Required    bool
	Description string
}

type described struct {
	Fields   []field
	Subtypes []string
}

type spec struct {
	Methods, Types map[string]described
}

var loadSpec = sync.OnceValues(func() (*spec, error) {
	out, err := exec.Command("go", "mod", "download", "-json", "github.com/watzon/tg-mock").Output()
	if err != nil {
		return nil, fmt.Errorf("the module with Telegram's API is not to be had: %w", err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(module.Dir, "spec", "api.json"))
	if err != nil {
		return nil, err
	}
	var s spec
	return &s, json.Unmarshal(raw, &s)
})

func theSpec(t testing.TB) *spec {
	t.Helper()
	s, err := loadSpec()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// faults lists what is wrong with one call.
func (s *spec) faults(method string, form url.Values) (faults []string) {
	m, ok := s.Methods[method]
	if !ok {
		return []string{"no method " + method}
	}
	known := map[string]field{}
	for _, f := range m.Fields {
		known[f.Name] = f
		if f.Required && form.Get(f.Name) == "" {
			faults = append(faults, method+" lacks "+f.Name)
		}
	}
	for name := range form {
		f, ok := known[name]
		if !ok {
			faults = append(faults, method+" knows no "+name)
			continue
		}
		value := form.Get(name)
		if name == "text" && form.Get("parse_mode") == "HTML" {
			plain, err := readHTML(value)
			if err != nil {
				faults = append(faults, err.Error())
			}
			value = plain
		}
		faults = append(faults, s.fits(method+"."+name, f, formValue(f, value))...)
	}
	return faults
}

// formValue is a form's word as JSON would have it.
func formValue(f field, v string) any {
	if slices.Contains(f.Types, "String") && (!slices.Contains(f.Types, "Integer") || strings.HasPrefix(v, "@")) {
		return v
	}
	dec := json.NewDecoder(strings.NewReader(v))
	dec.UseNumber()
	var decoded any
	if err := dec.Decode(&decoded); err != nil || dec.More() {
		return fmt.Errorf("not JSON: %q", v)
	}
	return decoded
}

// fits: one of the types must be without faults.
func (s *spec) fits(where string, f field, v any) []string {
	var best []string
	for i, name := range f.Types {
		faults := s.is(where, name, v)
		if i == 0 || len(faults) < len(best) {
			best = faults
		}
	}
	if text, ok := v.(string); ok && len(best) == 0 {
		best = tooLong(where, f.Description, text)
	}
	if list, ok := v.([]any); ok && strings.Contains(f.Description, "At most 100") && len(list) > 100 {
		best = append(best, where+" has more than 100")
	}
	return best
}

func (s *spec) is(where, name string, v any) []string {
	if of, ok := strings.CutPrefix(name, "Array of "); ok {
		list, ok := v.([]any)
		if !ok {
			return []string{fmt.Sprintf("%s is %T, not a list", where, v)}
		}
		var faults []string
		for i, e := range list {
			faults = append(faults, s.is(where+"["+strconv.Itoa(i)+"]", of, e)...)
		}
		return faults
	}
	var ok bool
	switch name {
	case "String":
		_, ok = v.(string)
	case "Boolean":
		_, ok = v.(bool)
	case "Integer":
		n, is := v.(json.Number)
		_, err := n.Int64()
		ok = is && err == nil
	case "Float":
		_, ok = v.(json.Number)
	default:
		return s.object(where, name, v)
	}
	if !ok {
		return []string{fmt.Sprintf("%s is %v, no %s", where, v, name)}
	}
	return nil
}

func (s *spec) object(where, name string, v any) (faults []string) {
	t, known := s.Types[name]
	o, is := v.(map[string]any)
	if !known || !is {
		return []string{fmt.Sprintf("%s is %T, no %s", where, v, name)}
	}
	fields := map[string]field{}
	optional := 0
	for _, f := range t.Fields {
		fields[f.Name] = f
		value, given := o[f.Name]
		switch {
		case !given && f.Required:
			faults = append(faults, where+" lacks "+f.Name)
		case given:
			faults = append(faults, s.fits(where+"."+f.Name, f, value)...)
		}
		if given && !f.Required {
			optional++
		}
	}
	for n := range o {
		if _, ok := fields[n]; !ok {
			faults = append(faults, where+" knows no "+n)
		}
	}
	if name == "InlineKeyboardButton" && optional != 1 {
		faults = append(faults, where+" must do exactly one thing")
	}
	if name == "BotCommand" && !regexp.MustCompile(`^[a-z0-9_]+$`).MatchString(fmt.Sprint(o["command"])) {
		faults = append(faults, where+" is no name for a command")
	}
	return faults
}

var lengths = regexp.MustCompile(`(\d+)-(\d+) (bytes|characters)`)

func tooLong(where, description, text string) []string {
	found := lengths.FindStringSubmatch(description)
	if found == nil {
		return nil
	}
	least, _ := strconv.Atoi(found[1])
	most, _ := strconv.Atoi(found[2])
	n := utf8.RuneCountInString(text)
	if found[3] == "bytes" {
		n = len(text)
	}
	if n < least || n > most {
		return []string{fmt.Sprintf("%s has %d %s, allowed are %s", where, n, found[3], found[0])}
	}
	return nil
}

var (
	tags = regexp.MustCompile(`<[^>]*>`)
	refs = regexp.MustCompile(`&(lt|gt|amp|quot);`)
)

// readHTML is what a reader sees. Of Telegram's tags we use one, once, at the
// beginning.
func readHTML(s string) (string, error) {
	found := tags.FindAllString(s, -1)
	if len(found) > 0 && (!slices.Equal(found, []string{"<b>", "</b>"}) || !strings.HasPrefix(s, "<b>")) {
		return "", fmt.Errorf("text has the tags %v", found)
	}
	bare := tags.ReplaceAllString(s, "")
	if strings.ContainsAny(bare, "<>") || strings.Contains(refs.ReplaceAllString(bare, ""), "&") {
		return "", fmt.Errorf("text has a sign that is not escaped")
	}
	return html.UnescapeString(bare), nil
}

// TestValidator: a validator that passes everything proves nothing.
func TestValidator(t *testing.T) {
	s := theSpec(t)
	long := strings.Repeat("ạ", 4097)
	for name, c := range map[string]struct {
		method, form, fault string
	}{
		"good":                {"sendMessage", "chat_id=5&text=a", ""},
		"good by name":        {"sendMessage", "chat_id=@abc&text=a", ""},
		"good of 4096":        {"sendMessage", "chat_id=5&text=" + long[:4096*3], ""},
		"no method":           {"sendLetter", "", "no method sendLetter"},
		"lacks":               {"sendMessage", "text=a", "lacks chat_id"},
		"a parameter of old":  {"sendMessage", "chat_id=5&text=a&disable_web_page_preview=true", "knows no disable_web_page_preview"},
		"null":                {"sendMessage", "chat_id=5&text=a&entities=null", "not a list"},
		"no number":           {"sendMessage", "chat_id=x5&text=a", "no Integer"},
		"too long":            {"sendMessage", "chat_id=5&text=" + long, "4097 characters"},
		"empty":               {"sendMessage", "chat_id=5&text=", "lacks text"},
		"tags":                {"sendMessage", "chat_id=5&parse_mode=HTML&text=<i>a</i>", "tags"},
		"open sign":           {"sendMessage", "chat_id=5&parse_mode=HTML&text=a<3", "not escaped"},
		"open ampersand":      {"sendMessage", "chat_id=5&parse_mode=HTML&text=a%26b", "not escaped"},
		"key of 66 bytes":     {"sendMessage", `chat_id=5&text=a&reply_markup={"inline_keyboard":[[{"text":"a","callback_data":"` + long[:66] + `"}]]}`, "66 bytes"},
		"button without task": {"sendMessage", `chat_id=5&text=a&reply_markup={"inline_keyboard":[[{"text":"a"}]]}`, "exactly one"},
		"keyboard null":       {"sendMessage", `chat_id=5&text=a&reply_markup={"inline_keyboard":null}`, "not a list"},
		"unknown in nested":   {"sendMessage", `chat_id=5&text=a&link_preview_options={"off":true}`, "knows no off"},
		"command in capitals": {"setMyCommands", `commands=[{"command":"Menu","description":"a"}]`, "no name for a command"},
		"secret of 257":       {"setWebhook", "url=a&secret_token=" + long[:257*3], "257 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			form, err := url.ParseQuery(c.form)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(s.faults(c.method, form), "; ")
			if (c.fault == "") != (got == "") || !strings.Contains(got, c.fault) {
				t.Errorf("got %q, want %q", got, c.fault)
			}
		})
	}
}
