package understand

import "strings"

// table reads lines "short = long" into a map; several shorts share a line.
func table(lines string) map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(lines) {
		short, long, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok {
			continue
		}
		for s := range strings.FieldsSeq(short) {
			m[s] = long
		}
	}
	return m
}

// officialWords are abbreviations of offices, papers and schemes.
var officialWords = table(`
nhcsxh nhcs csxh nhcsxhvn = ngân hàng chính sách xã hội
nhnn = ngân hàng nhà nước
xkld xklđ xkldd = xuất khẩu lao động
bhyt = bảo hiểm y tế
bhxh = bảo hiểm xã hội
bhtn = bảo hiểm thất nghiệp
bhnn = bảo hiểm nông nghiệp
ubnd ub uỷban ubx = ủy ban nhân dân
hđnd hdnd = hội đồng nhân dân
mttq ubmttq = mặt trận tổ quốc
hssv = học sinh sinh viên
sv = sinh viên
gdnn = giáo dục nghề nghiệp
gdtx = giáo dục thường xuyên
ttgdnn = trung tâm giáo dục nghề nghiệp
tk&vv tkvv = tiết kiệm và vay vốn
lđtbxh ldtbxh lđtb&xh ldtb&xh lđ-tbxh = lao động thương binh xã hội
dvvl = dịch vụ việc làm
ttdvvl = trung tâm dịch vụ việc làm
dtts đbdtts dbdtts = dân tộc thiểu số
ntm = nông thôn mới
gnbv = giảm nghèo bền vững
mtqg = mục tiêu quốc gia
hcn = hộ cận nghèo
cmnd cmt cmtnd = chứng minh nhân dân
cccd = căn cước công dân
gplx = giấy phép lái xe
nvqs = nghĩa vụ quân sự
tgpl = trợ giúp pháp lý
tcxh = trợ cấp xã hội
btxh = bảo trợ xã hội
nkt = người khuyết tật
nct = người cao tuổi
ncc = người có công
thpt = trung học phổ thông
thcs = trung học cơ sở
đhsp dhsp = đại học sư phạm
tnxp = thanh niên xung phong
hdlđ hđlđ hdld = hợp đồng lao động
nlđ nld = người lao động
lđ = lao động
vsmt = vệ sinh môi trường
sxkd = sản xuất kinh doanh
gqvl = giải quyết việc làm
thts = thiên tai
nsnn = ngân sách nhà nước
htx = hợp tác xã
cty cti ctty = công ty
sđt sdt = số điện thoại
đtdđ dtdd = điện thoại di động
tgian = thời gian
gđ gdinh = gia đình
qđ = quyết định
nđ = nghị định
hđ = hợp đồng
gcn = giấy chứng nhận
shk = sổ hộ khẩu
sdđ = sử dụng đất
hk = hộ khẩu
hngheo = hộ nghèo
hni hnoi = hà nội
tphcm hcm sg = thành phố hồ chí minh
nhật-bản = nhật bản
hq = hàn quốc
đl = đài loan
tts = thực tập sinh
đhcđ = đại học cao đẳng
cđ = cao đẳng
đh = đại học
vsinh = vệ sinh
pcgd = phổ cập giáo dục
vnđ vnd = đồng
`)

// teenWords are the spellings of thumbs in a hurry.
var teenWords = table(`
k ko kg kh hok hông hông hem khum hk kp khg honq khog khg khôg kô khong = không
dc đc đx dx dươc đươc dươk dko đuoc đuợc dượk = được
j ji gj = gì
bit bik bít bjt bek = biết
vs zới dới zs = với
ntn nthn ntnao = như thế nào
r rùi rui roài oy ròi rầu ùi = rồi
z zậy zay vậi vại zị zạy = vậy
wa quáa qúa = quá
ng ngừi = người
ngta = người ta
mik mk mềnh mjnh mìh mih mh = mình
e ẻm iem = em
chj = chị
cj = chị
nhìu nhju nhìuu = nhiều
nhiu = nhiêu
bnhiu bnhieu bnh bnhiêu = bao nhiêu
lm lèm làmm = làm
đt dt = điện thoại
tg = thời gian
ck = chồng
vk = vợ
p fải phãi phảj = phải
w wy wí = quý
cx cg cũg cụng cũn = cũng
trc trk tr' = trước
bgio bgiờ bjo bjờ bigio biờ = bây giờ
bh = bao giờ
bt = biết
nhiu = nhiêu
thik thix thjk = thích
iu = yêu
nek nè = này
ak àk ah áh uh = à
dzay dzậy = vậy
dzô zô zo = vào
zìa dìa = về
nhoa = nhé
cmơn cmon camon = cảm ơn
tks thks thanks thank thanhs thankiu thank2 thnks = cảm ơn
hello hi helo hallo alô alo halo hii = chào
bye pp bibi babai baibai byebye = tạm biệt
oke okie okay oki okla okê = ok
hc = học
hjc = hic
ns = nói
nv = nhân viên
tv = tư vấn
tvan = tư vấn
đki dki đkí đkis dkí đký dky đkys = đăng ký
hd = hướng dẫn
mún = muốn
mốn = muốn
bữu = bữa
tìn = tiền
tịn = tiện
tìnn = tiền
giấp = giúp
júp zúp = giúp
đth = điện thoại
ncdd = người có công
fí fi = phí
fòng = phòng
fương = phương
vdụ vd = ví dụ
ntnn = như thế nào
ntđ = như thế đó
kcó kco = không có
kbiết kbit kbiet = không biết
kđc kdc kođc kodc = không được
đcko đck dcko dck = được không
lsao = làm sao
nvay = như vậy
hnay hnai = hôm nay
s = sao
nghèoo = nghèo
nhak = nhà
thui = thôi
toy = tôi
tuj = tôi
chx ch' chak = chưa
nt = nhắn tin
tnhan = tin nhắn
mng mn = mọi người
qtam = quan tâm
qlợi qloi = quyền lợi
đkiện dkien đkien dkiện đkiên = điều kiện
hsơ hso = hồ sơ
ttục ttuc = thủ tục
hsinh = học sinh
svien sviên = sinh viên
htro htrợ htrơ = hỗ trợ
tcấp tcap = trợ cấp
bhiem bhiểm = bảo hiểm
nnước nnuoc = nhà nước
ctrình ctrinh = chương trình
đtượng dtuong = đối tượng
qđịnh qdinh = quy định
nhàng = ngân hàng
vvốn vvon = vay vốn
lsuất lsuat = lãi suất
xk = xuất khẩu
nngoai nngoài = nước ngoài
`)

// ambiguousWords have several readings; the neighbours decide, and when they
// say nothing the first one stands.
var ambiguousWords = func() map[string][]string {
	m := make(map[string][]string)
	for short, long := range table(`
dk đk = được | đăng ký | điều kiện
ht = hỗ trợ | hoàn thành | hệ thống
hs = học sinh | hồ sơ
bn = bao nhiêu | bệnh nhân
nn = nước ngoài | nhà nước | nông nghiệp
ls = lãi suất | làm sao
gd = gia đình | giáo dục | giao dịch
vv = vay vốn | vân vân
nh = ngân hàng | như
nc = nước | nói chuyện
hn = hộ nghèo | hà nội | hôm nay
tt = thị trấn | thông tin | trung tâm | thủ tục
ld = lao động
tc = trợ cấp
xd = xây nhà | xây dựng
kt = khuyết tật | kinh tế
cs = chính sách | có
đd = đi đường | địa điểm
cđc = cố định
n = nó | năm
m = mình | mày
t = tôi | tháng
b = bạn
đ = đồng | được
d = được | đồng
v = vậy
l = là
vl = việc làm
dn = doanh nghiệp | đà nẵng
dv = dịch vụ
đv = đối với
qh = quan hệ | quá hạn
`) {
		m[short] = strings.Split(long, " | ")
	}
	return m
}()

// abbreviations writes out the official abbreviations, typed with or without marks.
func abbreviations(_ *lexicon, words []word) []word {
	return expandFrom(officialWords, words)
}

// teen writes out teen spelling.
func teen(_ *lexicon, words []word) []word {
	return expandFrom(teenWords, words)
}

func expandFrom(long map[string]string, words []word) []word {
	hit := false
	for _, w := range words {
		if long[w.text] != "" {
			hit = true
			break
		}
	}
	if !hit {
		return words
	}
	out := make([]word, 0, len(words)+8)
	for _, w := range words {
		if phrase := long[w.text]; phrase != "" {
			out = expand(out, w, phrase)
			continue
		}
		out = append(out, w)
	}
	return out
}

// ambiguous writes out the shorthands whose meaning hangs on their neighbours.
func ambiguous(lex *lexicon, words []word) []word {
	out := make([]word, 0, len(words)+8)
	for i, w := range words {
		readings := ambiguousWords[w.text]
		if readings == nil {
			out = append(out, w)
			continue
		}
		before, after := start, stop
		if i+1 < len(words) {
			after = strip(words[i+1].text)
		}
		if len(out) > 0 {
			before = strip(out[len(out)-1].text)
		}
		out = expand(out, w, readings[lex.choose(before, after, readings)])
	}
	return out
}
