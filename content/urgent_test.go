package content

import (
	"os"
	"testing"

	"golang.org/x/text/unicode/norm"

	"tinban/eligibility"
)

// The answers to people in danger.
const (
	rescue   = "social_assistance/cuu-nan"
	medical  = "health_insurance.use/cap-cuu"
	despair  = "health_insurance.use/cung-duong"
	violence = "legal_aid/bao-luc"
	hunger   = "social_assistance/thieu-doi"
	scam     = "programme_news/lua-dao"
	bribe    = "programme_news/can-bo-doi-tien"
)

// TestUrgentOn holds how frightened people type against questions that share
// their words. Every cry with marks must be heard without them too.
func TestUrgentOn(t *testing.T) {
	lib, err := Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	cries := map[string][]string{
		rescue: {
			"cuu voi", "cuu toi voi nuoc len nhanh qua", "nha sap nguoi bi vui", "bi sat lo vui lap", "co nguoi bi cuon troi",
			"goi 112", "so cuu ho", "nuoc ngap nha roi goi ai", "cứu với, nước lên tới mái rồi", "cả nhà tôi mắc kẹt trên nóc nhà",
			"con tôi bị lũ cuốn", "chồng tui bị nước cuốn đi rồi", "núi lở đè người", "nhà đang cháy", "lũ quét về rồi chạy đi đâu",
			"nước dâng cao quá không ra được", "có người rơi xuống suối", "nha sap sap roi lam sao", "nước tràn vào nhà rồi",
			"lật thuyền rồi", "đất đang lở sau nhà", "thôn bị cô lập mấy ngày rồi", "ngập đến cổ rồi", "cháy nhà", "gọi cứu hộ ở đâu",
			"ba toi bi cay de", "con toi roi xuong nuoc", "lụt lên tới giường", "nước lũ tràn vào nhà", "sạt lở đất vào nhà", "bộ đội ơi cứu", "lac trong rung khong biet duong ve",
		},
		medical: {
			"vo toi sap sinh dau bung qua", "vo dau de", "mau chay nhieu", "tai nan xe", "vợ em sắp đẻ", "tai nạn giao thông chảy máu nhiều quá", "em bị đánh chảy máu", "mẹ em ngất rồi", "mang thai bị ra máu", "rắn độc cắn", "có người bị thương",
			"bo toi bi tai nan nang lam", "té cây bất tỉnh", "con sốt cao co giật", "mẹ tôi khó thở quá", "con bị đuối nước", "ông tôi bị đột quỵ",
			"rắn cắn con tôi", "xe lao xuống vực", "goi 115", "lật xe có người bị thương", "chị tôi đang chuyển dạ", "ăn nấm độc cả nhà nôn",
		},
		despair:  {"met moi qua muon chet", "tôi không muốn sống nữa", "nợ nhiều quá muốn chết", "chán sống quá rồi", "sống không nổi nữa", "con gai toi doi tu tu"},
		violence: {"chong nghien ruou danh vo", "chồng say rượu đánh tôi", "chồng cầm dao dọa giết", "ba đánh con bị thương", "con bị đánh hoài", "chồng em đánh hoài"},
		hunger:   {"toi doi qua", "doi gao", "ca nha 7 nguoi het gao 3 ngay roi", "nhà tôi không có gì ăn", "con nhịn đói hai ngày rồi"},
		scam: {
			"co nguoi goi dien noi la ngan hang bao doc ma otp", "co nguoi dua giay bao nop 500 nghin de nhan tien ho ngheo", "bi lua mat tien roi lam sao",
			"họ xưng là công an bảo chuyển tiền", "co nguoi bao nop 2 trieu de duoc vay",
		},
		bribe: {"can bo xa doi tien moi lam cho", "to cao can bo", "trưởng thôn nhà tôi đòi tiền", "họ đòi phong bì mới ký"},
	}
	day := eligibility.Date{Year: 2026, Month: 11, Day: 28}
	for want, lines := range cries {
		for _, line := range lines {
			for _, typed := range []string{line, withoutMarks(line)} {
				if got := lib.UrgentOn(typed, day); got == nil || got.ID != want {
					t.Errorf("%q is answered by %v, want %s", typed, idOf(got), want)
				}
			}
		}
	}
	for _, line := range []string{
		"lũ cuốn trôi nhà được hỗ trợ bao nhiêu", "bị tai nạn lao động được hưởng gì", "nhà bị lũ cuốn báo ai", "nhà em bị lũ cuốn trôi rồi",
		"nha sap roi ai giup", "sat lo nha thi bao ai", "ruộng bị vùi lấp sau lũ", "trâu bị lũ cuốn", "chết do lũ quét được bao nhiêu tiền",
		"tai nan giao thong duoc bao hiem tra khong", "vo tui sap de co ho tro chi khong", "sắp sinh có được tiền không", "goi 112 co mat tien khong",
		"so 112 la so gi", "ho tro da het chua", "o dau de nop don", "nop giay o dau de duoc xet", "de toi noi cho nghe", "xin dat de lam nha",
		"nguoi da ket hon co duoc tach ho khong", "doan ket trong thon", "chuong trinh dang chay", "con tui dang chay than", "tien chuyen da den chua",
		"chong toi chua co ten trong danh sach", "bi danh rot ho ngheo", "danh gia ho ngheo the nao", "tre khuyet tat danh cho em nao",
		"trâu muốn chết vì lạnh", "lua muon chet vi han", "nang nong muon chet", "tu tu roi toi hoi", "doi qua lau roi chua thay tien", "xin doi qua lop sau",
		"truong bao nop 500 nghin tien hoc phi", "xa bao nop don o dau", "vay von di nuoc ngoai nop 20 trieu de dat coc cong ty", "cho hoi lo mat the thi sao",
		"keo nuoc vo nha het bao nhieu", "nuoc sach ve nha chua", "lam nha cho nguoi ngheo", "ho ngheo xin cuu tro", "hoc so cuu o dau", "tai bien liet nua nguoi co tro cap ko",
		"nạn nhân tai nạn có thuộc diện trợ giúp khẩn cấp không", "giữa năm bị tai nạn xin xét hộ nghèo được không", "bệnh viện tra cứu người bệnh thế nào",
		"duong ong nuoc tu chay bi lu cuon khi mo sua", "máy bơm chưa chạy", "can bo nao phat tien", "bo me toi bi benh", "chồng bị thương nặng vì sạt lở nằm viện", "nước sông lên tới đâu rồi", "chảy máu cam thường xuyên", "nhà tôi cũ sắp sập, hộ nghèo có được làm nhà", "con đi học bán trú bị đói quá có gạo không",
	} {
		for _, typed := range []string{line, withoutMarks(line)} {
			if got := lib.UrgentOn(typed, day); got != nil {
				t.Errorf("%q is no danger, but is answered by %s", typed, got.ID)
			}
		}
	}
}

// TestChooseWithGap: "…" in a phrase stands for up to three words.
func TestChooseWithGap(t *testing.T) {
	c := naming("a", []string{"con … khuyết tật", "già"})
	for typed, want := range map[string]bool{
		"con khuyet tat": true, "con gái 5 tuổi khuyết tật": true, "con gai toi nam tuoi khuyet tat": false,
		"con": false, "con khuyết": false, "con tôi khuyết": false, "": false, "mẹ già": true,
	} {
		if got := len(c.named(tokens(typed))) > 0; got != want {
			t.Errorf("%q: named %v, want %v", typed, got, want)
		}
	}
}

func withoutMarks(s string) string {
	out := []rune{}
	for _, r := range norm.NFC.String(s) {
		out = append(out, []rune(bare(string(r)))...)
	}
	return string(out)
}

func idOf(a *Answer) string {
	if a == nil {
		return "nothing"
	}
	return a.ID
}
