package person

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tinban/msg"
)

// maxRows bounds a list.
const maxRows = 200_000

// ImportRules is what a list is read with.
type ImportRules struct {
	Number  func(typed string) (msg.Address, error)          // reads a mobile number
	Commune func(name string) (today, named string, ok bool) // finds a commune of any generation
	Theirs  func(commune string) error                       // refuses one that is not for who enters the list
	Staff   func(id string) bool                             // there is such a member of staff
	Plain   func(s string) string                            // lower case, without marks
	Version string                                           // of the consent they were shown or read
	Now     time.Time
}

// Sheet is a list as it was read. What can be taken and what cannot are both
// in the order of the rows.
type Sheet struct {
	Ref     string // names exactly this list, as who reads it may enter it
	Entries []Entry
	Faults  []Fault
}

// The columns, as the first row names them.
const (
	columnNumber  = "so_dien_thoai"
	columnPlace   = "xa"
	columnTopics  = "chu_de"
	columnConsent = "dong_y"
)

// ReadImport reads a list in CSV: UTF-8 with or without its mark, with commas
// or semicolons, one person a row. It needs no store; it fails only when the
// list as a whole cannot be read.
func ReadImport(in io.Reader, rules ImportRules) (Sheet, error) {
	data, err := io.ReadAll(in)
	if err != nil {
		return Sheet{}, err
	}
	ref := sha256.New()
	_, _ = ref.Write(data) // a hash takes all
	s := &reader{rules: rules, seen: map[msg.Address]int{}}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return Sheet{}, &msg.Refusal{Code: RefusedEncoding}
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for line := 1; lines.Scan(); line++ {
		if line > maxRows+1 {
			return Sheet{}, &msg.Refusal{Code: RefusedLength, Vars: map[string]any{"Max": maxRows}}
		}
		if err := s.line(line, lines.Text()); err != nil {
			return Sheet{}, err
		}
	}
	switch {
	case lines.Err() != nil: // a row of a megabyte is no row
		return Sheet{}, &msg.Refusal{Code: RefusedEncoding}
	case s.at == nil:
		return Sheet{}, &msg.Refusal{Code: RefusedColumns}
	}
	// The rows of other communes are left for their officers: for these, who
	// enter the same file, it is another list.
	for _, f := range s.sheet.Faults {
		if f.Why.Code == RefusedCommune {
			_, _ = fmt.Fprintf(ref, " %d", f.Line)
		}
	}
	s.sheet.Ref = hex.EncodeToString(ref.Sum(nil)[:6])
	return s.sheet, nil
}

// reader goes through a list.
type reader struct {
	rules ImportRules
	comma rune
	at    map[string]int // column → its place
	seen  map[msg.Address]int
	sheet Sheet
}

func (s *reader) line(line int, text string) error {
	if strings.Trim(text, " \t\r;,") == "" {
		return nil
	}
	if s.at == nil {
		return s.heading(text)
	}
	e, err := s.entry(line, text)
	var why *msg.Refusal
	if errors.As(err, &why) {
		s.sheet.Faults = append(s.sheet.Faults, Fault{line, why})
		return nil
	}
	if err == nil {
		s.sheet.Entries = append(s.sheet.Entries, e)
	}
	return err
}

// heading finds the columns. Others beside them are left alone.
func (s *reader) heading(text string) error {
	s.comma = ','
	if strings.Count(text, ";") >= strings.Count(text, ",") {
		s.comma = ';'
	}
	fields, err := s.fields(text)
	at := map[string]int{}
	for i, f := range fields {
		at[strings.ReplaceAll(s.rules.Plain(f), " ", "_")] = i
	}
	for _, name := range []string{columnNumber, columnPlace, columnTopics, columnConsent} {
		if _, ok := at[name]; !ok || err != nil {
			return &msg.Refusal{Code: RefusedColumns}
		}
	}
	s.at = at
	return nil
}

// fields reads one row by itself, so that a quote without its end costs that
// row and not all behind it.
func (s *reader) fields(text string) ([]string, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = s.comma, -1
	return r.Read()
}

func (s *reader) entry(line int, text string) (e Entry, err error) {
	fields, err := s.fields(text)
	if err != nil || len(fields) <= slices.Max([]int{s.at[columnNumber], s.at[columnPlace], s.at[columnTopics], s.at[columnConsent]}) {
		return e, &msg.Refusal{Code: RefusedRow}
	}
	field := func(name string) string { return strings.TrimSpace(fields[s.at[name]]) }
	e.Line = line
	if e.Address, err = s.number(line, field(columnNumber)); err != nil {
		return e, err
	}
	today, named, ok := s.rules.Commune(field(columnPlace))
	if !ok {
		return e, &msg.Refusal{Code: RefusedPlace}
	}
	if err := s.rules.Theirs(today); err != nil {
		return e, err
	}
	if e.Commune = today; named != today {
		e.Old = named
	}
	if e.Topics, err = s.topics(field(columnTopics)); err != nil {
		return e, err
	}
	e.Consent, err = s.consent(field(columnConsent))
	return e, err
}

func (s *reader) number(line int, typed string) (msg.Address, error) {
	if strings.ContainsAny(typed, "eE") && strings.ContainsAny(typed, ".,+") {
		return "", &msg.Refusal{Code: RefusedMangled}
	}
	a, err := s.rules.Number(typed)
	if err != nil {
		return "", &msg.Refusal{Code: RefusedNumber}
	}
	if first := s.seen[a]; first > 0 {
		return "", &msg.Refusal{Code: RefusedTwice, Vars: map[string]any{"N": first}}
	}
	s.seen[a] = line
	return a, nil
}

// TopicWords are how topics are written, without marks, shortest first.
var TopicWords = map[Topic][]string{
	Meetings: {"hop", "hop dan", "hop thon", "hop xa"},
	Courses:  {"nghe", "lop nghe", "hoc nghe"},
	Housing:  {"nha", "nha o", "lam nha"},
	Loans:    {"vay", "vay von", "vay tien"},
	Overseas: {"nuoc ngoai", "xkld", "lam viec nuoc ngoai", "di nuoc ngoai"},
	New:      {"moi", "chuong trinh moi", "tin moi"},
}

// TopicNamed finds the topic of words without marks.
func TopicNamed(plain string) (Topic, bool) {
	for _, t := range Topics {
		if slices.Contains(TopicWords[t], plain) {
			return t, true
		}
	}
	return "", false
}

// topics reads "họp dân + lớp nghề", or "tất cả".
func (s *reader) topics(typed string) (list []Topic, err error) {
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("+|/,;", r) }) {
		plain := strings.TrimSpace(s.rules.Plain(part))
		if plain == "tat ca" || plain == "tat" {
			return slices.Clone(Topics), nil
		}
		t, ok := TopicNamed(plain)
		if !ok {
			return nil, &msg.Refusal{Code: RefusedTopic}
		}
		if !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return nil, &msg.Refusal{Code: RefusedTopic}
	}
	return list, nil
}

// hows are how somebody may have agreed who did not write themselves.
var hows = map[string]string{"giay": "paper", "mieng": "spoken", "loi": "spoken"}

// consent reads "giấy 10/6/2026 lan": how, when, and who of staff saw it.
func (s *reader) consent(typed string) (c Consent, err error) {
	words := strings.Fields(strings.NewReplacer("|", " ", ",", " ", ";", " ").Replace(typed))
	if len(words) != 3 || hows[s.rules.Plain(words[0])] == "" {
		return c, &msg.Refusal{Code: RefusedConsent}
	}
	at, err := day(words[1], s.rules.Now.Location())
	if err != nil {
		return c, &msg.Refusal{Code: RefusedConsent}
	}
	if at.After(s.rules.Now) || at.Before(s.rules.Now.AddDate(-ConsentYears, 0, 0)) {
		return c, &msg.Refusal{Code: RefusedOld}
	}
	witness := strings.ToLower(words[2])
	if !s.rules.Staff(witness) {
		return c, &msg.Refusal{Code: RefusedWitness}
	}
	return Consent{Version: s.rules.Version, At: at, How: hows[s.rules.Plain(words[0])], Witness: witness}, nil
}

func day(s string, in *time.Location) (time.Time, error) {
	at, err := time.ParseInLocation("2/1/2006", s, in)
	if err != nil {
		at, err = time.ParseInLocation(dueDay, s, in)
	}
	return at, err
}

// Communes lists those of a list, each once.
func (s Sheet) Communes() (list []string) {
	for _, e := range s.Entries {
		if !slices.Contains(list, e.Commune) {
			list = append(list, e.Commune)
		}
	}
	slices.SortFunc(list, cmp.Compare)
	return list
}
