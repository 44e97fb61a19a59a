package understand

// Huế words. With their marks most are certain; without, "mo", "chi", "rang"
// are also other words, so they change only beside a word that decides.

var hueWords = table(`
răng = sao
rứa = thế
mô = đâu
chi = gì
ni nì = này
tê = kia
nớ = đó
chừ dừ = bây giờ
mần = làm
tui = tôi
hắn = nó
bựa = hôm
mệ = bà
mạ = mẹ
nỏ = không
chộ = thấy
đàng = đường
ri = thế này
vô = vào
hỉ hí hè = nhé
bầy = bọn
o = cô
eng = anh
nác = nước
cươi = sân
trốc = đầu

đặng = được
nhởi = chơi
`)

// hueKeep lists the standard words that the same syllable builds with the next
// or the previous one; there it stays as it is.
var hueKeep = func() map[string]bool {
	m := make(map[string]bool)
	for _, s := range []string{
		"chi phí", "chi trả", "chi tiết", "chi nhánh", "chi cục", "chi tiêu", "chi hội", "chi bộ", "chi đoàn", "chi ngân", "chi tiền", "mức chi", "chi hỗ",
		"được chi", "thu chi", "tứ chi", "chi dưới", "chi trên", "chi đội", "chi thường", "khoản chi", "tiền chi", "chi thêm", "chi cho", "chi dùng",
		"mô hình", "mô tả", "quy mô", "mô phỏng", "mô đất", "mô tơ",
		"răng miệng", "răng hàm", "răng sữa", "răng khôn", "răng giả", "đau răng", "nhổ răng", "mọc răng", "sâu răng", "trồng răng", "chân răng", "khám răng", "niềng răng", "bọc răng", "đánh răng", "cái răng",
		"vô cùng", "vô lý", "vô sinh", "vô hiệu", "vô gia", "vô ý", "vô tình", "vô địch", "vô số", "vô tội", "vô duyên", "vô ơn", "vô tư",
		"tê liệt", "tê bì", "gây tê", "tê tay", "tê chân", "bị tê", "tê giác",
		"đặng văn", "đặng thị", "họ đặng", "nhà mô", "hè phố", "mùa hè", "vỉa hè", "nghỉ hè", "hè này",
		"bầy đàn", "con chi", "mạ non", "gieo mạ", "coi như", "chi em", "anh chi", "chào chi", "chi ơi", "của chi", "em chi",
	} {
		m[s] = true
	}
	return m
}()

// bareHue maps unmarked pairs to their standard form; the first or the second
// syllable alone would be too weak a sign.
var bareHue = table(`
o=mo = ở đâu
di=mo = đi đâu
cho=mo = chỗ nào
khi=mo = khi nào
khi=mo = khi nào
ai=mo = ai đâu
noi=mo = nơi nào
xa=mo = xã nào
nghe=mo = nghề nào
lam=rang = làm sao
man=rang = làm sao
lam=chi = làm gì
man=chi = làm gì
can=chi = cần gì
co=chi = có gì
cai=chi = cái gì
giay=chi = giấy gì
nghe=chi = nghề gì
ho=chi = hộ gì
duoc=chi = được gì
chi=rua = gì thế
chi=khong = gì không
rang=rua = sao thế
rua=rang = thế sao
rang=moi = sao mới
rang=ma = sao mà
rang=khong = sao không
rang=chua = sao chưa
nhu=rang = như sao
bay=chu = bây giờ
bao=chu = bao giờ
bua=ni = hôm nay
cai=ni = cái này
viec=ni = việc này
nam=ni = năm nay
nha=tui = nhà tôi
bay=tui = bọn tôi
bon=tui = bọn tôi
khi=ni = khi này
o=ni = ở này
rua=chu = thế bây giờ
`)

// dialect writes Huế words in standard Vietnamese.
func dialect(_ *lexicon, words []word) []word {
	out := make([]word, 0, len(words)+4)
	marked := anyMark(words)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if i+1 < len(words) {
			if std := bareHue[bareKey(w, words[i+1])]; std != "" {
				out = expand(out, w, std)
				i++
				continue
			}
		}
		std, sure := hueWords[w.text]
		if !sure || !marked && needsMarks[w.text] {
			std, sure = bareHueWord(words, i)
		}
		if !sure || kept(words, i) {
			out = append(out, w)
			continue
		}
		out = expand(out, w, std)
	}
	return out
}

// needsMarks lists Huế words that look the same without marks as common standard
// ones (chị, chỉ; ở): they count only in a message that shows its marks.
var needsMarks = map[string]bool{"chi": true, "o": true}

func anyMark(words []word) bool {
	for _, w := range words {
		if !isASCII(w.typed) {
			return true
		}
	}
	return false
}

func bareKey(a, b word) string {
	return strip(a.text) + "=" + b.text
}

// kept tells whether the syllable belongs to an ordinary word of two.
func kept(words []word, i int) bool {
	if i+1 < len(words) && keptPair(words[i].text, words[i+1].text) {
		return true
	}
	return i > 0 && keptPair(words[i-1].text, words[i].text)
}

func keptPair(a, b string) bool {
	return hueKeep[a+" "+b] || bareKeep[strip(a)+" "+strip(b)]
}

var bareKeep = func() map[string]bool {
	m := make(map[string]bool, len(hueKeep))
	for s := range hueKeep {
		m[strip(s)] = true
	}
	return m
}()

// bareHueWord reads an unmarked "rua", "tui", "chu", "mo" or "rang" where its
// place in the message gives it away.
func bareHueWord(words []word, i int) (string, bool) {
	last := i == len(words)-1
	switch words[i].text {
	case "rua":
		return "thế", true
	case "rang":
		return "sao", i == 0 || last
	case "mo":
		return "đâu", last
	case "chi":
		return "gì", last && i > 0
	case "chu":
		return "bây giờ", last && i > 0
	case "man":
		return "làm", i+1 < len(words)
	}
	return "", false
}
