package understand

// homographs are words that, typed without marks, may be another word that leads
// elsewhere: "vay" is borrowing or "vậy" (so), "sua" mending or milk. A message
// that means something else when the word is read otherwise is not answered
// without asking.
var homographs = map[string][]string{
	"vay":  {"vậy"},
	"ban":  {"bạn", "bán"},
	"dung": {"đúng", "đừng", "dùng"},
	"no":   {"nó", "nợ"},
	"sua":  {"sữa", "sửa"},
	"muon": {"muốn", "mượn"},
	"de":   {"để", "đẻ", "dê"},
	"dat":  {"đất", "đặt"},
	"the":  {"thế", "thẻ"},
	"bo":   {"bò", "bỏ"},
	"lai":  {"lại", "lãi"},
	"tra":  {"trả", "tra"},
	"thoi": {"thôi", "thời"},
}

// shortMessage is how many words a message may have for one of them to decide
// it; a longer one has others.
const shortMessage = 6

// doubtHomographs ranks a short message again with each homograph read otherwise;
// where another label comes first, the shares are the mean of both readings.
// sc.logits holds the shares of words as they are.
func (m *Model) doubtHomographs(words []word, sc *scratch) {
	if len(words) > shortMessage {
		return
	}
	for i, w := range words {
		for _, other := range homographs[w.text] {
			first := m.firstOf(sc.logits)
			sc.asRead = append(sc.asRead[:0], sc.logits...)
			words[i].text = other
			m.rank(words, sc)
			words[i].text = w.text
			same := m.firstOf(sc.logits) == first
			for l, p := range sc.asRead {
				if same {
					sc.logits[l] = p
				} else {
					sc.logits[l] = (p + sc.logits[l]) / 2
				}
			}
		}
	}
}

func (m *Model) firstOf(p []float32) int {
	best := 0
	for l, v := range p {
		if v > p[best] {
			best = l
		}
	}
	return best
}
