package bot

import "testing"

// A code, with the words people put around it, and what is none.
func TestCodeAsked(t *testing.T) {
	for text, want := range map[string]string{
		"4821":                      "4821",
		"ma 4821":                   "4821",
		"ma tin 4821":               "4821",
		"tin 4821":                  "4821",
		"kiem tra ma 4821":          "4821",
		"kt 4821":                   "4821",
		"4821 co that khong":        "4821",
		"tin 4821 that hay gia":     "4821",
		"4821 la tin gi":            "4821",
		"bao tin gia 4821":          "4821",
		"bao tin 4821":              "4821",
		"tin gia 4821":              "4821",
		"tin lua dao 4821":          "4821",
		"4821 la tin gia":           "4821",
		"nghi tin gia ma 4821":      "4821",
		"bao gia 4821 con":          "",
		"48211":                     "",
		"482":                       "",
		"4821 4907":                 "",
		"nam 2019 toi tach ho":      "",
		"vay 5000 duoc khong":       "",
		"nha toi so 4821":           "",
		"4821 nguoi":                "",
		"hoi 4821 la so dien thoai": "",
	} {
		got := ""
		if m := codeAsked.FindStringSubmatch(text); m != nil {
			got = m[1]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What says that a notice is wrong, and what is something else.
func TestWrongSaid(t *testing.T) {
	bare, named, more := wrongNotice{}, wrongNotice{named: true}, wrongNotice{named: true, more: true}
	coded := wrongNotice{code: "6981", named: true}
	for text, want := range map[string]wrongNotice{
		"sai": bare, "nham": bare, "sai roi": bare, "nham roi": bare, "bi sai": bare, "sai a": bare, "gui nham roi": bare, "nhan sai": bare,
		"sai ngay": named, "nham gio": named, "sai ngay roi": named, "sai thu": named, "nham noi": named, "sai so": named, "sai dia diem": named,
		"ngay sai": named, "gio sai": named, "ngay hop sai roi": named, "gio hop bi nham": named, "sai gio hop roi": named,
		"tin sai": named, "tin nham": named, "sai tin": named, "nham tin": named, "tin bi sai": named, "tin nay sai": named,
		"tin nay sai ngay roi": named, "tin nay ghi sai gio": named, "thong bao nay sai roi": named, "tin vua roi bi sai": named,
		"bao tin sai": named, "sai tin nay roi can bo oi": named, "gio trong tin nay sai": named, "tin nhan nay nham ngay": named,
		"tin 6981 sai": coded, "tin 6981 sai gio": coded, "6981 sai": coded, "ma 6981 bi sai": coded, "tin ma 6981 sai ngay roi": coded,
		"sai tin 6981": coded, "bao tin 6981 sai": coded, "tin nay ma 6981 nham gio hop": coded,
		"tin nay sai ngay roi chu nhat moi phai":   more,
		"tin 6981 sai gio chu hop 14h moi phai":    {code: "6981", named: true, more: true},
		"tin nay sai vi hom do la ngay 14 thang 6": more,
	} {
		if got, ok := wrongSaid(text); !ok || got != want {
			t.Errorf("%q: %+v, %v; want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"khong", "co", "sai lam gi the", "dung", "xa nham", "quang nham", "tin nay sai khong", "tin 6981 sai hay la toi doc khong",
		"toi khai sai co sao khong", "ghi sai ten trong so ho ngheo thi lam sao", "sai ten tren giay to thi sua o dau", "vay nham ngan hang",
		"nop sai giay to thi sao", "ngan hang tinh sai lai", "toi nham xa", "ten toi bi ghi sai trong danh sach", "khong sai", "sai phai lam gi",
		"hom qua toi nhan nham tien", "tin", "tin nay", "6981",
	} {
		if w, ok := wrongSaid(text); ok {
			t.Errorf("%q is taken for a complaint: %+v", text, w)
		}
	}
}

// What asks about the last notice, and what is a question of its own.
func TestLastAsked(t *testing.T) {
	for text, want := range map[string]about{
		"hop luc may gio": aboutMeeting, "hop o dau": aboutMeeting, "hop o dau vay": aboutMeeting, "hop ve viec gi vay": aboutMeeting,
		"hop ve viec gi": aboutMeeting, "may gio hop": aboutMeeting, "may gio thi hop": aboutMeeting, "o dau hop": aboutMeeting,
		"bao gio hop": aboutMeeting, "khi nao hop vay can bo": aboutMeeting, "hop ngay nao": aboutMeeting, "hop thu may": aboutMeeting,
		"hop thon luc may gio": aboutMeeting, "hop dan o cho nao": aboutMeeting, "cuoc hop o dau": aboutMeeting, "mai hop luc may gio": aboutMeeting,
		"hop luc may gio o dau": aboutMeeting, "hop may gio va o dau": aboutMeeting, "di hop o dau": aboutMeeting, "hop lam gi": aboutMeeting,
		"hop ban ve viec gi": aboutMeeting, "hop noi dung gi": aboutMeeting, "cho hoi hop may gio": aboutMeeting, "hop o mo rua": aboutMeeting,
		"xa hop viec gi": aboutMeeting, "buoi hop bat dau luc nao": aboutMeeting, "hop de lam gi": aboutMeeting,
		"tin nay noi gi": aboutLast, "tin nay la gi": aboutLast, "tin nay ve viec gi": aboutLast, "tin nay co that khong": aboutLast,
		"tin nay that hay gia": aboutLast, "tin nay cua ai": aboutLast, "thong bao nay la sao": aboutLast, "tin vua roi noi gi vay": aboutLast,
		"tin nay luc may gio": aboutLast, "tin nhan nay co phai cua xa khong": aboutLast, "thong bao hom qua noi viec gi": aboutLast,

		"hop to tiet kiem vay von the nao": aboutNothing, "hop dong vay von ky o dau": aboutNothing, "hop tac xa o dau": aboutNothing,
		"hop dong lao dong la gi": aboutNothing, "hop xet ho ngheo khi nao": aboutNothing, "to hop xet vay luc nao": aboutNothing,
		"hop": aboutNothing, "vay von o dau": aboutNothing, "lop may mo o dau": aboutNothing, "khi nao mo lop": aboutNothing, "o dau": aboutNothing,
		"may gio": aboutNothing, "may gio uy ban lam viec": aboutNothing, "ho so nop o dau": aboutNothing, "nhan tin xa o dau": aboutNothing,
		"tin xa": aboutNothing, "tin nay": aboutNothing, "nop o dau": aboutNothing, "truong hop cua toi nop o dau": aboutNothing,
		"bau to truong phai hop dan khong": aboutNothing, "phu hop voi ai": aboutNothing, "viec gi": aboutNothing, "hop nghe gi thi hoc": aboutNothing,
		"co tin gi moi khong": aboutNothing, "xin tin xa a luoi 3": aboutNothing, "hoi nop giay to o dau": aboutNothing,
		"hoi phu nu hop o dau de vay": aboutNothing, "di nuoc ngoai hop dong may nam": aboutNothing, "hop ho khau o dau": aboutNothing,
	} {
		if got := lastAsked(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// What says that somebody comes to a meeting.
func TestComesWords(t *testing.T) {
	for text, want := range map[string]bool{
		"toi se den": true, "toi den duoc": true, "se den": true, "nha toi se den": true, "da toi se den": true, "toi se den nhe": true,
		"toi se di hop": true, "toi di hop duoc": true, "toi se co mat": true, "em se den a": true, "ok toi se den": true, "toi chac chan den": true,
		"toi se tham gia hop": true, "toi di duoc": true, "nha toi den du": true,

		"toi khong den duoc": false, "toi se khong den": false, "toi den": false, "toi se den xa hoi": false, "toi se den ngan hang vay": false,
		"den": false, "co": false, "toi se di nhat": false, "toi den duoc khong": false, "toi ban khong di duoc": false, "toi se den tuoi 60": false,
		"con toi di hoc duoc": false, "toi di nuoc ngoai duoc": false, "toi muon di": false, "toi se vay": false,
	} {
		if got := comesWords.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
