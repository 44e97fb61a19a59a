package locales

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// consents are the texts behind each version.
var consents = map[string][]ID{
	NewsConsentVersion:   {NewsConsent, NewsConsent + ".sms"},
	LinkConsentVersion:   {LinkAsk},
	CourseConsentVersion: {CourseConsent, CourseConsent + ".sms", CourseConsentOther},
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:3])
}

// A version names the wording: whoever changes a text that people agree to
// writes a new file under consent/ and names it here, and cannot change an old
// one, because its hash is in its name.
func TestConsentVersionsNameTheirWording(t *testing.T) {
	c, mark := every(t), fields(t)
	for version, ids := range consents {
		var now strings.Builder
		for _, lang := range []string{"en", "vi"} {
			for _, id := range ids {
				fmt.Fprintf(&now, "[%s %s]\n%s\n\n", lang, id, c[lang].Say(id, mark))
			}
		}
		name, _, _ := cutLast(version)
		kept, err := os.ReadFile(filepath.Join("consent", version+".txt"))
		if err != nil || string(kept) != now.String() {
			t.Errorf("the text of %s is not what its file says (%v). If people must agree to the new text: write it to consent/%s-<next number>-%s.txt, "+
				"and name that version in ids_news.go\n%s", version, err, strings.TrimRight(name, "-0123456789"), shortHash(now.String()), now.String())
		}
	}
}

func TestConsentsOfBeforeAreAsTheyWere(t *testing.T) {
	files, err := filepath.Glob("consent/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no consents", err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, hash, _ := cutLast(strings.TrimSuffix(path, ".txt")); hash != shortHash(string(text)) {
			t.Errorf("%s was changed: people agreed to what it said before. Its hash is %s", path, shortHash(string(text)))
		}
	}
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndex(s, "-")
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}
