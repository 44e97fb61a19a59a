package understand

// units are the short forms people put behind a number, with or without a blank.
var units = table(`
tr trieu triêu củ cu chai m = triệu
k nghin ngan ngàn ngìn = nghìn
đ d vnđ vnd dong = đồng
th thg thag = tháng
t tuoi tủi = tuổi
n nam = năm
ty tỉ = tỷ
ha = héc ta
ng = người
`)

// numbers separates a number from its unit and writes the unit out: "50tr" and
// "50 củ" → "50 triệu", "2tr5" → "2 triệu 5".
func numbers(_ *lexicon, words []word) []word {
	if !anyDigit(words) {
		return words
	}
	out := make([]word, 0, len(words)+8)
	for _, w := range words {
		out = appendRuns(out, w)
	}
	for i := 1; i < len(out); i++ {
		if unit := units[out[i].text]; unit != "" && isNumber(out[i-1].text) && unit != "héc ta" {
			out[i].text = unit
		}
	}
	return out
}

func anyDigit(words []word) bool {
	for _, w := range words {
		for i := 0; i < len(w.text); i++ {
			if w.text[i] >= '0' && w.text[i] <= '9' {
				return true
			}
		}
	}
	return false
}

// appendRuns cuts a word between digits and letters.
func appendRuns(out []word, w word) []word {
	start := 0
	typed := w.typed
	for i := 1; i <= len(w.text); i++ {
		if i < len(w.text) && numeric(w.text[i]) == numeric(w.text[i-1]) {
			continue
		}
		out = append(out, word{w.text[start:i], typed})
		start, typed = i, ""
	}
	return out
}

func numeric(b byte) bool { return b >= '0' && b <= '9' || b == '.' || b == ',' }

func isNumber(s string) bool {
	for i := 0; i < len(s); i++ {
		if !numeric(s[i]) {
			return false
		}
	}
	return s != ""
}
