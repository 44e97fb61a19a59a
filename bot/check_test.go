package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tinban/msg"
)

// asked gives a dialogue in which one question is under way, and what was
// answered before.
func asked(t *testing.T, programme, digits string) *dialogue {
	t.Helper()
	d := &dialogue{bot: newBot(t, "2026-11-28"), route: "sms", now: start}
	d.send(msg.Inbound{Kind: msg.Choice, Choice: "check:" + programme})
	if digits != "" {
		d.send(msg.Inbound{Kind: msg.Text, Text: digits})
	}
	return d
}

// kept is what of the check is in the session.
type kept struct {
	Check *struct {
		Answers map[string]string `json:"a"`
		Asking  string            `json:"q"`
	} `json:"k"`
	Commune string `json:"c"`
}

func (d *dialogue) kept(t *testing.T) (k kept) {
	t.Helper()
	if len(d.session.State) > 0 {
		if err := json.Unmarshal(d.session.State, &k); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// What replies to the questions of a check mean: an option ("=khong"), nothing
// sure ("back", perhaps with what the reply then names), the end of the check
// ("stop"), a question of its own ("question") or an action.
func TestRepliesToChecks(t *testing.T) {
	t.Parallel()
	questions := []struct {
		programme, digits, question string
		replies                     []string
	}{
		{"vay-von", "1", "nguoi_vay", []string{
			"co | =co", "khong | =khong", "ko | =khong", "dạ có ạ | =co", "khong co ai | =khong", "khong co ai ca | =khong", "nha khong co | =khong",
			"co nguoi lon | =co", "khong con ai | =khong", "khong biet | =khong_ro", "khong ro nua | =khong_ro", "1 | =co", "so 2 | =khong", "hai | =khong",
			"2 nhe | =khong", "1 nhe em | =co", "mot | =co", "cau 1 | =co", "chon 2 | =khong", "so hai | =khong",
			"khong sao toi ky | back", "khong sao | back", "co khong | back 1 hay 2", "thoi khong | back", "tui co dau | back",
			"co con trai di lam xa | back", "khong muon | back", "1 va 3 | back 1 hay 3", "1 hay 2 | back 1 hay 2", "so 7 | back So 7", "bo qua cau nay | back",
			"thoi khong hoi nua | stop", "toi khong muon tra loi | stop", "thoi | stop", "bo qua | stop", "dung lai | stop", "xong | stop",
			"khong lam nua | stop", "nghi | stop", "thoi nha em | stop", "đừng hỏi nữa | stop", "khoi hoi | stop", "de khi khac | stop",
			"lai vay ho ngheo bao nhieu | question", "? | back", "9 | handover", "cam on | back Cau 2",
		}},
		{"vay-von", "", "dien_ho", []string{
			"khong | =khong", "ko | =khong", "chua co ten | =khong", "ho ngheo | =ngheo", "can ngheo | =can_ngheo", "khong ngheo | =khong",
			"co | back Co thi", "co ten | back Co thi", "ngheo hay can ngheo | question", "khong co thoi gian tra loi | back", "thoi khong kiem tra nua | stop",
		}},
		{"vay-von", "1 1", "no_qua_han", []string{
			"khong | =khong", "tra roi | =khong", "het no | =khong", "het no roi | =khong", "khong con no | =khong", "chua vay lan nao | =khong", "co | =co",
			"chua | back 1 hay 2", "chua tra | back 1 hay 2", "con no | back 1 hay 2", "nghi khong hoi nua | stop",
		}},
		{"hoc-nghe", "", "muon_hoc", []string{
			"khong | =khong", "khong ai muon hoc | =khong", "khong muon | =khong", "khong hoc | =khong", "co | back Co thi", "thoi khong kiem tra nua | stop",
			"khong muon tra loi nua | stop", "khong ai o nha het hoi | back",
		}},
		{"nha-thien-tai", "", "nha_hu", []string{
			"khong | =khong_bi", "chua bi | =khong_bi", "khong bi gi | =khong_bi", "khong sao | =khong_bi", "sap het | =mat_nha", "hu nang | =hu_nang",
			"co | back Co thi", "toc mai | back 2 hay 4", "bay mai ton | back 2 hay 4", "nha bi nghieng | back 2 hay 4", "bi hu | back 2 hay 4",
			"sap bep | back 2 hay 4", "so 4 | =hu_nhe",
		}},
		{"nha-thien-tai", "1 1", "ho_thien_tai", []string{
			"ho ngheo | =ngheo", "khong ngheo | =khac", "co | back Co thi", "khong | back 3 hay 4",
		}},
	}
	n := 0
	for _, q := range questions {
		for _, line := range q.replies {
			typed, want, _ := strings.Cut(line, " | ")
			d := asked(t, q.programme, q.digits)
			if asking := d.kept(t).Check.Asking; asking != q.question {
				t.Fatalf("%s asks %s, not %s", q.programme, asking, q.question)
			}
			out := d.send(msg.Inbound{Kind: msg.Text, Text: typed})
			if got := d.meant(t, out.Outcome.Kind, q.question); !strings.HasPrefix(want, got) {
				t.Errorf("%s: %q is taken for %q, want %q", q.question, typed, got, want)
			} else if said := out.Shaped[0].Outbound.Text; !strings.Contains(said, strings.TrimSpace(strings.TrimPrefix(want, "back"))) && got == "back" {
				t.Errorf("%s: %q is asked back by %q, want %q", q.question, typed, said, want)
			}
			n++
		}
	}
	t.Logf("%d replies", n)
}

// meant says what became of a reply to a question.
func (d *dialogue) meant(t *testing.T, kind, question string) string {
	t.Helper()
	k := d.kept(t)
	switch {
	case k.Check == nil && kind == "left":
		return "stop"
	case k.Check == nil || kind == "handover":
		return kind
	case k.Check.Answers[question] != "":
		return "=" + k.Check.Answers[question]
	case k.Check.Asking == question && (kind == "answer" || kind == "unknown"):
		return "question"
	case k.Check.Asking == question:
		return "back"
	}
	return kind
}
