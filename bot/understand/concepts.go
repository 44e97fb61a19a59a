package understand

import "strings"

// concepts gathers words that mean about the same, so that an example about one
// teaches the others. They are written without marks; a concept is what is
// asked (how much, who, how…) or what it is asked about.
var concepts = conceptTable(`
amount: bao nhieu, may trieu, may dong, may tien, muc, nhieu nhat, toi da, so tien, duoc may, bao tien, toi thieu, muc ho tro, muc vay, muc huong, may chuc, duoc nhieu, tran, dinh muc
rate: lai, lai suat, phan tram, tien lai, dong lai, phan lai
who: ai, doi tuong, dieu kien, tieu chuan, tieu chi, dien, duoc khong, duoc vay khong, nguoi nao, ho nao, truong hop nao, nhung ai, thuoc dien, yeu cau gi, co quyen, xet, uu tien, thu tu, du dieu kien, can gi de, duoc tham gia
may: co duoc, duoc phep, duoc hay khong, co the, thi sao, co bi, co phai, duoc khong, co con duoc
age: tuoi, do tuoi, bao nhieu tuoi, may tuoi, sinh nam
how: lam sao, the nao, cach, thu tuc, quy trinh, trinh tu, cac buoc, bang cach nao, lam gi, lam the nao, tien hanh, thuc hien, phai lam
papers: ho so, giay to, giay gi, don, mau don, can giay, giay, xac nhan, chung nhan, nop, to khai, ban sao, cong chung
where: o dau, cho nao, noi nao, den dau, gap ai, hoi ai, dau, dia diem, noi
address: dia chi, tru so, so dien thoai, so may, lien he, lien lac, duong day nong, mo cua, gio lam viec, may gio, lam viec, so dt, goi so
when: bao lau, khi nao, bao gio, may ngay, may thang, may nam, thoi han, thoi gian, ngay nao, luc nao, mat bao, lau khong
what: la gi, nghia la gi, the nao la, hieu la, khai niem, duoc hieu, gom nhung gi, bao gom, nhung gi, loai nao, cac loai
why: tai sao, vi sao, ly do, sao lai, sao khong
register: dang ky, ghi danh, ghi ten, tham gia, xin, nop don, dang ki, muon hoc
money: tien, dong, trieu, chi phi, kinh phi, phi, ton, het bao nhieu, gia, le phi, khoan
support: ho tro, giup do, tro cap, cho tien, duoc huong, che do, chinh sach, nha nuoc cho, ho tro gi, quyen loi, uu dai, tro giup
free: mien, giam, mien phi, mien giam, khong mat tien, khong phai dong
news: tin, tin tuc, ke hoach, so lieu, bao cao, thong ke, ty le, chuong trinh, nghi quyet, du an, muc tieu, phong trao, quy vi nguoi ngheo, ket qua, giai doan
borrow: vay, vay von, muon tien, cho vay, von, vay tien, von vay, khoan vay, nguon von, vay muon
bank: ngan hang, chinh sach xa hoi, to tiet kiem, tiet kiem va vay von, giai ngan, the chap, tin dung, to truong, to vay von, diem giao dich, so do, bao lanh
repay: tra no, tra gop, no, qua han, gia han, khat, dao han, tra ngan hang, xoa no, khoanh no, sai muc dich, tra tien, tra dan, tra truoc, no xau, tra cham, hoan no, xiet, thu no
house: nha, nha o, lam nha, xay nha, sua nha, nha tam, mai, dot, mai ton, cat nha, xay moi, nha sap, can nha, nha cua, toc mai, lop mai, nen, vach, sua chua nha, xoa nha tam, xuong cap, xieu veo
trade: hoc nghe, dao tao nghe, day nghe, nghe nghiep, lop nghe, so cap, the hoc nghe, giao duc nghe nghiep, khoa hoc, hoc may, hoc lai, trung tam day nghe, dao tao, chung chi, trung cap, truong nghe, hoc viec, tay nghe, nghe gi, lop hoc, khai giang
pause: bao luu, nghi hoc, chuyen truong, thoi hoc, hoc tiep, chuyen lop
abroad: nuoc ngoai, xuat khau lao dong, nhat ban, nhat, han quoc, han, dai loan, a rap, chau au, di nuoc ngoai, ngoai nuoc, thuc tap sinh, malaysia, lao dong o nuoc, uc, duc, rumani, di lao dong, ky nang dac dinh
deposit: ky quy, dat coc, moi gioi, dich vu phi, phi dich vu, tien coc, tien dich vu, hoan tien, lay lai tien, tien ky quy
travel: ho chieu, visa, phong van, thi tuyen, don hang, xuat canh, nhap canh, bay, hoc tieng, tieng nhat, tieng han, trung tuyen, phai cu, khoi hanh, ve nuoc
worklife: nganh nghe, hop dong, luong, chuyen cong ty, doi cong ty, bo tron, lam them, gia han hop dong, thu nhap, bao hiem, cong viec, an o, rui ro, lua dao, bi cam
body: suc khoe, kham suc khoe, benh, viem gan, hinh xam, xam, chieu cao, can nang, can thi, mat, bang cap, trinh do, hoc van, tien an, ly hon
student: sinh vien, dai hoc, cao dang, hoc phi, di hoc, nhap hoc, con hoc, truong, hoc sinh sinh vien, tan sinh vien, may tinh
pupil: hoc sinh, mau giao, mam non, ban tru, tieu hoc, lop, pho thong, chi phi hoc tap, gao, an trua, cu tuyen, trung hoc, noi tru, sach vo, hoc bong, con toi hoc
job: viec lam, tim viec, xin viec, that nghiep, tuyen dung, gioi thieu viec, san giao dich, cong nhan, tao viec lam, dich vu viec lam, cho lam, cong ty tuyen, tu van viec
poor: ho ngheo, can ngheo, ngheo, thoat ngheo, moi thoat ngheo, kho khan, hoan canh
standard: chuan ngheo, da chieu, thu nhap, thieu hut, muc chuan, chi so, do luong
review: ra soat, binh xet, cong nhan, danh sach, so ho ngheo, khieu nai, bo sung, giay chung nhan ho ngheo, ra khoi, vao ho ngheo, cham diem, hop thon, cat ho ngheo, xet duyet
old: nguoi gia, cao tuoi, nguoi cao tuoi, gia, bao tro, 80 tuoi, tuoi gia
disabled: khuyet tat, tan tat, xe lan, tam than, muc do khuyet tat
orphan: mo coi, don than, nuoi con mot minh, mai tang, nguoi co cong, thuong binh, bo roi, nhiem hiv, cuu tro, dot xuat
monthly: hang thang, tro cap xa hoi, tro cap hang thang, tien tro cap, tro cap
insurance: bao hiem y te, the bao hiem, the bao hiem y te, bhyt, the y te
pension: bao hiem xa hoi, bao hiem xa hoi tu nguyen, huu, luong huu, thai san, bao hiem that nghiep
care: kham benh, chua benh, benh vien, vien phi, trai tuyen, chuyen tuyen, dung tuyen, cap cuu, muc huong, di kham, nam vien, noi tru, thuoc, mo, xuat trinh, thanh toan, chi tra
card: mat the, doi the, sai ten, cap lai, cap the, the het han, han the, in the, gia han the
household: ho gia dinh, mua bao hiem, mua the, dong bao hiem, tham gia bao hiem, muc dong
nutrition: suy dinh duong, bieng an, an dam, em be, sua, dinh duong, thap coi, bu, be, cham lon, nhe can, mang thai, bau, sua me, an uong, tang can, thang tuoi, coi xuong, vi chat, tay giun
child: tre, con, chau, be, tre em, so sinh
farm: giong, cay, con giong, bo, lon, ga, de, trau, chan nuoi, trong, khuyen nong, phan bon, mo hinh, san xuat, sinh ke, lua, keo, ruong, vat nuoi, hoa mau, nong nghiep, nong dan, cay trong, thuc an, dich benh, hop tac xa, tieu thu, ca, ong, chuoi, rung, vuon
water: nuoc sach, gieng, be nuoc, nuoc sinh hoat, nha ve sinh, nha tieu, ho xi, ong nuoc, nuoc may, ve sinh, cong trinh nuoc, bon nuoc
telecom: dien thoai, internet, mang, vien thong, tivi, truyen hinh, song, sim, wifi, dau thu, cuoc, may tinh bang, phat thanh, bao chi, thue bao, dien thoai thong minh
law: tro giup phap ly, luat su, phap ly, bao chua, toa an, tu van phap luat, kien, to tung, tro giup vien
disaster: bao, lut, lu, sat lo, thien tai, sap, troi, gio, hoa hoan, chay nha, ngap, loc, mua da
electricity: tien dien, dien sinh hoat, hoa don dien
birth: sinh con, de con, dan so, sinh de
office: uy ban, xa, huyen, thon, truong thon, can bo, trung tam, uy ban nhan dan
hello: chao, xin chao, alo, co ai
thank: cam on, cam ta, biet on
leave: tam biet, hen gap lai, chuc ngu ngon, di day
stop: huy, ngung, thoi nhan, tu choi, khong nhan, dung gui, xoa, dung nhan, khong muon nhan
person: nguoi that, nhan vien, can bo tu van, tong dai, tu van vien, noi chuyen voi nguoi, gap nguoi, gap can bo, nguoi tu van, gap truc tiep
menu: huong dan, giup toi, giup, menu, lam duoc gi, chuc nang, danh muc, hoi gi
punish: phat, xu phat, bi phat, toi, vi pham, tu, hinh su, xu ly, xu phat hanh chinh, truy cuu
vehicle: xe, xe may, o to, bang lai, giay phep lai xe, lai xe, dang kiem, bien so, giao thong, den do, toc do
family: ly hon, ket hon, khai sinh, thua ke, di chuc, ho khau, can cuoc, tam tru, chung minh nhan dan, khai tu, nuoi con nuoi, thuong tru
land: so do, dat, dat dai, thua dat, quyen su dung dat, tranh chap, bia do, thu hoi dat, den bu
army: nghia vu quan su, nhap ngu, bo doi, quan su
wages: tang ca, thu viec, hop dong lao dong, sa thai, luong toi thieu, no luong, nghi viec, nghi phep
company: cong ty, doanh nghiep, thanh lap, giay phep kinh doanh, thue, hoa don, dau gia, co phan, von dieu le
chat: thoi tiet, bong da, bai tho, chuyen cuoi, nguoi yeu, xo so, gia vang, phim, bai hat, nau an, dich sang
abuse: ngu, cho chet, dien, khon nan, do ngu
`)

// conceptTable maps each phrase's hash to its concept's number, and knows how
// many syllables the longest phrase has.
func conceptTable(lines string) map[uint64]uint64 {
	m := make(map[uint64]uint64)
	for line := range strings.Lines(lines) {
		name, phrases, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		id := hashString(fnvStart, "concept "+name)
		for phrase := range strings.SplitSeq(phrases, ", ") {
			m[hashString(fnvStart, phrase)] = id
		}
	}
	return m
}

// longestConcept bounds the phrases looked up, in syllables.
const longestConcept = 4
