package bot

import "testing"

// What asks how far one's own ticket is, and what asks something else.
func TestAsksOwn(t *testing.T) {
	for text, named := range map[string]bool{
		"phieu cua toi the nao": true, "phieu cua toi sao roi": true, "phieu toi sao roi": true, "phieu cua toi den dau roi": true,
		"phieu cua toi xong chua": true, "phieu hom qua the nao roi": true, "phieu cua toi co ai tra loi chua": true, "xem phieu cua toi": true,
		"kiem tra phieu cua toi": true, "phieu cua toi dau": true, "toi quen ma phieu": true, "phieu cua nha toi co ket qua chua": true,
		"phieu toi gui hom qua sao roi": true, "phieu cua toi khi nao co tra loi": true,

		"da co ai tra loi chua": false, "sao chua tra loi": false, "cau hoi cua toi sao roi": false, "can bo tra loi chua": false,
		"can bo da tra loi chua": false, "co ai tra loi toi chua": false, "da tra loi chua": false, "co cau tra loi chua": false,
		"sao can bo chua tra loi toi": false, "sao lau the chua tra loi": false, "chua thay ai tra loi": false, "cho mai chua thay tra loi": false,
		"sao mai khong thay can bo tra loi": false, "bao gio can bo tra loi": false, "khi nao tra loi": false, "bao gio moi tra loi": false,
		"cau toi hoi hom qua the nao roi": false, "viec toi hoi can bo den dau roi": false, "cau hoi toi gui xong chua": false,
		"xa tra loi chua": false, "van chua co ai tra loi": false, "da co ket qua chua": false,
	} {
		if asks, gotNamed := asksOwn(text); !asks || gotNamed != named {
			t.Errorf("%q: %v, %v; want true, %v", text, asks, gotNamed, named)
		}
	}
	for _, text := range []string{
		"lam phieu dang ky o dau", "phieu vay von lay o dau", "toi hoi vay von the nao", "vay von the nao", "tra loi", "tra no the nao",
		"don xin vay cua toi den dau roi", "ho so cua toi xong chua", "ho so vay von bao gio co ket qua", "bao gio co tien", "sao chua co tien",
		"sao chua duoc nhan tien", "chua tra no co sao khong", "chua tra loi cau nao het sao hoi nua", "can bo o dau", "ai tra tien", "sao roi",
		"the nao", "nha toi sap roi sao chua ai den", "khi nao xet ho ngheo", "bao lau thi co tien vay", "ket qua xet ho ngheo khi nao co",
		"phieu", "phieu kham benh lay o dau", "viec lam nuoc ngoai the nao", "cau tre lam sao", "yeu cau gi de vay", "toi hoi lop may xong chua",
		"chua tra loi dung cau toi hoi", "lop nghe co ket qua chua",
	} {
		if asks, _ := asksOwn(text); asks {
			t.Errorf("%q is taken for a question about a ticket", text)
		}
	}
}
