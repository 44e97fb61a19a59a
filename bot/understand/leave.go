package understand

import (
	"slices"
	"strings"
)

// What people say who want no more questions: something that is enough by
// itself, or a refusal, perhaps a wish, and what is to end.
var (
	enough = phrases(`thôi | bỏ qua | bỏ đi | bỏ cuộc | dừng lại | ngừng lại | ngưng lại | nghỉ | xong | kết thúc | thoát | thoát ra | để khi khác
		khi khác | để sau | để lúc khác | hôm khác | khỏi | không cần nữa | không muốn nữa | đủ rồi`)
	refusals = phrases(`không | chẳng | khỏi | đừng | ngừng | ngưng | dừng | thôi`)
	wishes   = phrases(`muốn | cần | phải`)
	doings   = phrases(`hỏi | kiểm tra | xem | trả lời | tiếp tục | tiếp | làm nữa | làm tiếp | nữa`)
	// besides may stand anywhere in it.
	besides = phrases(`dạ | ạ | a | nha | nhé | nhe | nghe | nè | ơi | em | anh | chị | chú | bác | o | tôi | tui | mình | con | cháu
		nữa | đâu | đi | luôn | gì | thêm | đó | đây | cán bộ`)
)

// phrases are wordings between bars or line ends, the longest first.
func phrases(text string) [][]word {
	var out [][]word
	for _, phrase := range strings.FieldsFunc(text, func(r rune) bool { return r == '|' || r == '\n' }) {
		out = append(out, split(strings.TrimSpace(phrase)))
	}
	slices.SortStableFunc(out, func(a, b []word) int { return len(b) - len(a) })
	return out
}

// Leaves says that a reply asks for no more questions and says nothing else:
// "thôi không hỏi nữa". A sentence that also says something is not read so.
func Leaves(text string) bool {
	words := normalise(nil, clean(text))
	leaves := false
	for len(words) > 0 {
		n := ending(words)
		leaves = leaves || n > 0
		if n == 0 {
			n = begins(words, besides)
		}
		if n == 0 {
			return false
		}
		words = words[n:]
	}
	return leaves
}

// ending counts the words at the start that end a dialogue.
func ending(words []word) int {
	if n := begins(words, refusals); n > 0 {
		n += begins(words[n:], wishes)
		if more := begins(words[n:], doings); more > 0 {
			return n + more
		}
	}
	return begins(words, enough)
}

// begins counts the words of the phrase that words start with.
func begins(words []word, list [][]word) int {
	for _, phrase := range list {
		if len(phrase) <= len(words) && sameWords(words[:len(phrase)], phrase) {
			return len(phrase)
		}
	}
	return 0
}
