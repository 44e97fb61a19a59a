package check

import "strings"

// The files of the sound library.
const (
	facts, registers, labels = "facts.yaml", "registers.yaml", "labels.yaml"
	answers, asked, rules    = "answers/loan.yaml", "questions.yaml", "rules/loan.yaml"
)

var long = strings.Repeat("lúa ngô khoai sắn ", 17)

// faults are replacements in the sound library, each with all that must be
// said about it.
var faults = []struct{ name, file, old, instead, want string }{
	{"typed digits", answers, `Mức cũ {past`, `Mức 40 cũ {past`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: chữ số "40" gõ tay: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"typed digits in a list", answers, `1. Gặp tổ`, `1. Gặp 2 tổ`,
		`answers/loan.yaml:3: câu trả lời "loan.interest", bản dài: chữ số "2" gõ tay: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"typed digits in a rule", rules, `"Tổ sẽ hỏi thêm."`, `"Tổ sẽ hỏi 3 câu."`,
		`rules/loan.yaml:3: quy tắc "vay-1", not_asked 1, bản dài: chữ số "3" gõ tay: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"typed digits in an option", asked, `label: "Chưa"`, `label: "Chưa, từ 2019"`,
		`questions.yaml:13: câu hỏi "da_vay", lựa chọn "chua": chữ số "2019" gõ tay: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"typed digits in a note", registers, `long: "Xin hỏi lại xã."`, `long: "Xin hỏi lại 1 lần."`,
		`registers.yaml:17: lời nhắc "caveat", bản dài: chữ số "1" gõ tay: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"number in words", answers, `tức {LOAN-01.tien}`, `tức năm triệu đồng`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: con số "triệu đồng" viết bằng chữ: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"percent in words", answers, `tức {LOAN-01.tien}`, `tức sáu phần trăm`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: con số "sáu phần trăm" viết bằng chữ: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"dung", answers, `Gặp tổ vay vốn.`, `Gặp đúng tổ vay vốn.`,
		`answers/loan.yaml:3: câu trả lời "loan.interest", bản dài: ` + noDung},
	{"dung in a value", facts, `tho: "từ xã"`, `tho: "sử dụng"`,
		`facts.yaml:3: dữ kiện "LOAN-01", giá trị "tho": ` + noDung},
	{"dung in a document's name", registers, `của Bộ Tài chính`, `của Bộ Xây dựng`,
		`registers.yaml:4: văn bản "tt2": ` + noDung},
	{"dung in a name", registers, `short: "Ngân hàng Chính sách"`, `short: "Nhà băng Dũng"`,
		`registers.yaml:15: tên riêng "nganhang": ` + noDung},
	{"reads as its opposite", answers, `Gặp tổ vay vốn.`, `Chớ gặp tổ vay vốn.`,
		`answers/loan.yaml:3: câu trả lời "loan.interest", bản dài: "chớ" bỏ dấu dễ đọc thành "cho": viết "không nên"`},
	{"hard word", rules, `"Chỉ cho hộ nghèo."`, `"Chỉ cho đối tượng nghèo."`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "ho", say_unmet, bản dài: "đối tượng" là từ của cơ quan: viết như lời nói ở nhà`},
	{"long sentence", answers, `Gặp tổ vay vốn.`, `Gặp tổ trồng ` + strings.Repeat("lúa ngô khoai sắn ", 6) + `nữa.`,
		`answers/loan.yaml:3: câu trả lời "loan.interest", bản dài: có câu dài 28 tiếng, nhiều nhất 25: cắt làm hai (Gặp tổ trồng lúa ngô…)`},
	{"no short text", rules, `short: "Gặp tổ."`, `short: ""`,
		`rules/loan.yaml:3: quy tắc "vay-1", next_step không có bản ngắn: viết "short:"`},
	{"no long text", answers, `long: "Hộ nghèo vay với lãi {LOAN-01.nam}, tức {LOAN-01.tien}. Mức cũ {past:HOU-01.moi} đã hết."`, `long: ""`,
		`answers/loan.yaml:17: câu trả lời "loan.interest" không có bản dài: viết "long:"` + "\n" +
			`answers/loan.yaml:17: câu trả lời "loan.interest": bản loa nói {LOAN-01.nam} mà bản dài không nói: viết cho hai bản nói cùng con số` + "\n" +
			`answers/loan.yaml:17: câu trả lời "loan.interest": bản ngắn nói {LOAN-01.nam} mà bản dài không nói: viết cho hai bản nói cùng con số`},

	{"fact not in force", answers, `Mức cũ {past:HOU-01.moi}`, `Mức {HOU-01.moi}`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: dữ kiện "HOU-01" không có bản nào hợp với ngày 2026-07-01: chia ngày cho câu, hoặc viết {past:…} (đã hết), {next:…} (sắp tới)`},
	{"fact never past", answers, `{past:HOU-01.moi}`, `{past:LOAN-01.nam}`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: dữ kiện "LOAN-01" không có bản nào hợp với ngày 2026-07-01: chia ngày cho câu, hoặc viết {past:…} (đã hết), {next:…} (sắp tới)`},
	{"fact ends inside the version", facts, `to: 2026-06-30`, `to: 2026-05-31`,
		`answers/loan.yaml:3: câu trả lời "loan.interest", bản dài: dữ kiện "HOU-01" không có bản nào hợp với ngày 2026-06-01: chia ngày cho câu, hoặc viết {past:…} (đã hết), {next:…} (sắp tới)` + "\n" +
			`answers/loan.yaml:3: câu trả lời "loan.interest", bản ngắn: dữ kiện "HOU-01" không có bản nào hợp với ngày 2026-06-01: chia ngày cho câu, hoặc viết {past:…} (đã hết), {next:…} (sắp tới)`},
	{"no such value", answers, `tức {LOAN-01.tien}`, `tức {LOAN-01.vang}`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: dữ kiện "LOAN-01" không có giá trị "vang": sửa khoá, hoặc thêm giá trị`},
	{"no such document", answers, `Mức cũ`, `Theo {doc:qd9}, mức cũ`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: không có văn bản "qd9": sửa mã, hoặc thêm vào documents.yaml`},
	{"only the short form", answers, `{name:nganhang}`, `{name:nhabang}`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản ngắn: không có tên riêng "nhabang": sửa mã, hoặc thêm vào names.yaml`},
	{"said without a section", facts, `section: "Điều 1"`, `section: ""`,
		`facts.yaml:3: dữ kiện "LOAN-01" được nói ra mà không ghi văn bản hoặc điều mục: ghi "doc:" và "section:"`},
	{"said with low confidence", facts, `confidence: medium`, `confidence: low`,
		`facts.yaml:15: dữ kiện "HOU-01" được nói ra mà chưa chắc (confidence: low): tìm nguồn chắc hơn, hoặc viết là chưa có con số`},
	{"derived from nothing", facts, `from: [LOAN-01.thang]`, `from: [LOAN-01.quy]`,
		`facts.yaml:3: dữ kiện "LOAN-01", con số tính ra "tien" tính từ "LOAN-01.quy", mà không có giá trị ấy: sửa lại`},
	{"sum not shown", facts, `how: "10.000.000 x 0,52%"`, `how: ""`,
		`facts.yaml:3: dữ kiện "LOAN-01", con số tính ra "tien" không ghi cách tính: ghi "from:" và "how:"`},
	{"hall without a fact", registers, `hall: ADM-08.mot`, `hall: ADM-08.hai`,
		`registers.yaml:11: xã "a-luoi-1", trụ sở (hall): dữ kiện "ADM-08" không có giá trị "hai": sửa khoá, hoặc thêm giá trị`},
	{"nobody in the office of an answer", answers, `office: phong-huyen`, `office: phong-moi`,
		`answers/loan.yaml:3: câu trả lời "loan.interest": cơ quan "phong-moi" không còn ai làm vào ngày 2026-01-01: ghi ngày cho nơi thay`},
	{"nobody in the office of a rule", rules, `office: phong-xa`, `office: phong-moi`,
		`rules/loan.yaml:3: quy tắc "vay-1": cơ quan "phong-moi" không còn ai làm vào ngày 2026-01-01: ghi ngày cho nơi thay`},

	{"fact not reviewed", facts, `reviewed: {by: "biên tập", on: 2026-11-25}`, `reviewed: {by: "", on: 2026-11-25}`,
		`facts.yaml:3: dữ kiện "LOAN-01" chưa có người soát: thêm "reviewed: {by: …, on: …}"`},
	{"answer not reviewed", answers, `reviewed: {by: "biên tập", on: 2026-11-25}`, `reviewed: {by: "biên tập"}`,
		`answers/loan.yaml:3: câu trả lời "loan.interest" chưa có người soát: thêm "reviewed: {by: …, on: …}"`},
	{"rule reviewed for ever", rules, `review_months: 6`, `review_months: 0`,
		`rules/loan.yaml:3: quy tắc "vay-1" không ghi mấy tháng phải soát lại: thêm "review_months:"`},
	{"changed since approved", facts, `hash: "now"`, `hash: "0123456789ab"`,
		`facts.yaml:3: dữ kiện "LOAN-01" đã bị sửa sau khi duyệt: so lại với văn bản, rồi chạy tinban facts approve LOAN-01`},

	{"long title", labels, `title: "Vay được bao nhiêu"`, `title: "Nhà mình vay được nhiều nhất là bao nhiêu tiền"`,
		`labels.yaml:6: nhãn "loan.amount": tiêu đề dài 46 chữ cái, nhiều nhất 40: viết ngắn lại`},
	{"no title", labels, `title: "Vay được bao nhiêu"`, `title: ""`,
		`labels.yaml:6: nhãn "loan.amount" không có tiêu đề: viết "title:"`},
	{"long option", asked, `label: "Hộ khác"`, `label: "Hộ không có tên trong danh sách của xã"`,
		`questions.yaml:3: câu hỏi "dien_ho", lựa chọn "khong": chữ hiện ra dài 38 chữ cái, phải từ 1 đến 34: viết lại`},
	{"too many options", asked, `- {key: roi, label: "Rồi", prior: 0.4}`, manyOptions(),
		`questions.yaml:13: câu hỏi "da_vay" có 10 lựa chọn, nhiều nhất 9: gộp bớt`},
	{"long answer", answers, `Lãi {LOAN-01.nam}. Hỏi`, `Lãi {LOAN-01.nam}. Trồng ` + strings.ReplaceAll(long[:len(long)-1], "sắn lúa", "sắn. Lúa") + `. Hỏi`,
		`answers/loan.yaml:17: câu trả lời "loan.interest": ngày 2026-07-01 tin SMS dài 472 chữ cái, nhiều nhất 306: viết ngắn bản ngắn lại`},
	{"long verdict", rules, `short: "Có khả năng được vay."`, `short: "` + strings.Repeat("Có khả năng được vay. ", 8) + `"`,
		`rules/loan.yaml:3: quy tắc "vay-1", kết quả "likely", bản ngắn: bỏ dấu còn dài 175 chữ cái, nhiều nhất 160: viết ngắn lại`},
	{"long question", asked, `short: "Nhà mình là hộ nào?"`, `short: "` + strings.Repeat("Nhà mình là hộ nào? ", 9) + `"`,
		`questions.yaml:3: câu hỏi "dien_ho": khi xét điều kiện cùng các lựa chọn dài 312 chữ cái, nhiều nhất 306: viết ngắn câu hỏi hoặc các lựa chọn`},
	{"long reason to ask", asked, `why: "Vì đã vay thì hỏi tổ."`, `why: "` + strings.Repeat("Vì đã vay thì hỏi tổ. ", 13) + `"`,
		`questions.yaml:13: câu hỏi "da_vay": sau khi hỏi vì sao cùng các lựa chọn dài 333 chữ cái, nhiều nhất 306: viết ngắn câu hỏi hoặc các lựa chọn`},

	{"no script to read aloud", answers, `    loud: "Thưa bà con. Hộ nghèo vay với lãi {LOAN-01.nam}. Hỏi {office:phong-xa}."` + "\n", "",
		`answers/loan.yaml:17: câu trả lời "loan.interest" không có bản loa: viết "loud:" để đọc trên loa thôn`},
	{"a minute is over", answers, `Hỏi {office:phong-xa}."` + "\n", strings.Repeat("Lúa ngô khoai sắn. ", 30) + `Hỏi {office:phong-xa}."` + "\n",
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản loa: ngày 2026-07-01 đọc hết 71 giây, nhiều nhất 60: viết ngắn lại`},
	{"a list read aloud", answers, `vay với lãi {LOAN-01.nam}. Hỏi {office:phong-xa}`, `• vay với lãi {LOAN-01.nam}. Hỏi {office:phong-xa}`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản loa: có dấu gạch đầu dòng "•", không đọc lên được: viết thành câu`},
	{"brackets read aloud", answers, `vay với lãi {LOAN-01.nam}. Hỏi {office:phong-xa}`, `(cả cận nghèo) vay với lãi {LOAN-01.nam}. Hỏi {office:phong-xa}`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản loa: có dấu ngoặc "(", không đọc lên được: viết thành câu`},
	{"an address on the web read aloud", answers, `Hỏi {office:phong-xa}."` + "\n", `Xem aluoi.hue.gov.vn."` + "\n",
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản loa: có địa chỉ mạng "aluoi.hue.gov.vn", không đọc lên được: viết thành câu`},
	{"another figure in the short voice", answers, `short: "Lãi {LOAN-01.nam}. Hỏi`, `short: "Lãi {LOAN-01.thang}. Hỏi`,
		`answers/loan.yaml:17: câu trả lời "loan.interest": bản ngắn nói {LOAN-01.thang} mà bản dài không nói: viết cho hai bản nói cùng con số`},
	{"another tense in the loud voice", answers, `lãi {LOAN-01.nam}. Hỏi {office:phong-xa}`, `lãi {past:HOU-01.moi}, {LOAN-01.thang}. Hỏi {office:phong-xa}`,
		`answers/loan.yaml:17: câu trả lời "loan.interest": bản loa nói {LOAN-01.thang} mà bản dài không nói: viết cho hai bản nói cùng con số`},
	{"the figure of another household", answers, `long: "Hộ nghèo vay với lãi {LOAN-01.nam}, tức`, `long: "Hộ khác vay với lãi {LOAN-01.nam}, tức`,
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: nói với [khong] mà {LOAN-01.nam} là con số của [ngheo]: nói con số của họ, hoặc sửa lời` + "\n" +
			`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài: nói với [khong] mà {LOAN-01.tien} là con số của [ngheo]: nói con số của họ, hoặc sửa lời`},
	{"another household in the same sentence", answers, `tức {LOAN-01.tien}. Mức`, `hộ khác {ADM-08.mot}, hộ nghèo tức {LOAN-01.tien}. Mức`, ``},
	{"a figure in the title only", answers, `title: "Lãi vay vốn"`, `title: "Lãi {LOAN-01.thang}"`,
		`answers/loan.yaml:3: câu trả lời "loan.interest": tiêu đề nói {LOAN-01.thang} mà bản dài không nói: viết cho hai bản nói cùng con số`},
	{"what is over sounds open", answers, sound[answers][strings.LastIndex(sound[answers], "    long:"):strings.LastIndex(sound[answers], "    sources:")],
		`    long: "Nhà mới được {past:HOU-01.moi}, đã hết."` + "\n" + `    short: "Mức cũ {past:HOU-01.moi}."` + "\n" + `    loud: "Thưa bà con. Nhà mới được {past:HOU-01.moi}."` + "\n",
		`answers/loan.yaml:17: câu trả lời "loan.interest": mọi con số đều đã hết mà bản loa không nói là đã hết: viết thêm "đã hết" hoặc "trước đây"`},

	{"said and never approved", facts, `hash: "now"`, `hash: ""`,
		`facts.yaml:3: dữ kiện "LOAN-01" được nói ra mà chưa duyệt: so với văn bản, rồi chạy tinban facts approve LOAN-01`},
	{"an address never approved", facts, `from: 2025-07-01
    reviewed: {by: "biên tập", on: 2026-11-25}
    hash: "now"`, `from: 2025-07-01
    reviewed: {by: "biên tập", on: 2026-11-25}`,
		`facts.yaml:26: dữ kiện "ADM-08" được nói ra mà chưa duyệt: so với văn bản, rồi chạy tinban facts approve ADM-08`},
	{"answer reviewed for ever", answers, `review_months: 6`, `review_months: 0`,
		`answers/loan.yaml:3: câu trả lời "loan.interest" không ghi mấy tháng phải soát lại: thêm "review_months:"`},
	{"successor that comes late", registers, `short: "Phòng Kinh tế {xa}", from: 2025-07-01`, `short: "Phòng Kinh tế {xa}", from: 2025-08-01`,
		`registers.yaml:6: cơ quan "phong-huyen" hết ngày 2025-06-30 mà ngày 2025-07-01 nơi thay "phong-xa" chưa có hoặc cũng đã hết: sửa ngày, hoặc ghi nơi thay khác`},
	{"commune that comes late", registers, `name: "A Lưới 1", from: 2025-07-01`, `name: "A Lưới 1", from: 2025-08-01`,
		`registers.yaml:10: xã "hong-kim" hết ngày 2025-06-30 mà ngày 2025-07-01 xã thay "a-luoi-1" chưa có hoặc cũng đã hết: sửa ngày, hoặc ghi xã thay khác`},

	{"gap between versions", answers, `from: 2026-07-01`, `from: 2026-07-05`,
		`answers/loan.yaml:3: câu trả lời "loan.interest" bỏ trống từ ngày 2026-07-01 đến trước ngày 2026-07-05: sửa ngày để hai bản liền nhau`},
	{"last version ends", answers, "from: 2026-07-01\n", "from: 2026-07-01\n    to: 2026-12-31\n",
		`answers/loan.yaml:17: câu trả lời "loan.interest" hết ngày 2026-12-31 mà không có bản tiếp theo: viết bản cho những ngày sau`},

	{"criterion without a document", rules, `basis: [{doc: qd1, section: "Điều 1"}]`, `basis: []`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "ho" không ghi văn bản nào: thêm "basis:"`},
	{"criterion without a fact", rules, `facts: [LOAN-01]`, `facts: []`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "ho" không dựa vào dữ kiện nào: thêm "facts:"`},
	{"criterion without a label", rules, `label: "Chưa vay"`, `label: ""`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "chua_vay" không có label: viết vài chữ nói điều kiện này đòi gì`},
	{"gate without a document", rules, `basis: [{doc: qd1, section: "Điều 5"}]`, `basis: []`,
		`rules/loan.yaml:3: quy tắc "vay-1", chốt "vung" không ghi văn bản nào: thêm "basis:"`},
	{"fact of another time", rules, `facts: [LOAN-01]`, `facts: [HOU-01]`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "ho": dữ kiện "HOU-01" không có hiệu lực ngày 2026-07-01: ghi dữ kiện của lúc ấy, hoặc cho quy tắc hết hạn`},
	{"fact that may not decide", rules, `facts: [LOAN-01]`, `facts: [NV-01]`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "ho": dữ kiện "NV-01" không đủ chắc để xét (use: unverified, confidence: low): tìm dữ kiện chắc hơn`},
	{"verdict without words", rules, `      ended: {long: "Chương trình đã hết.", short: "Đã hết."}` + "\n", "",
		`rules/loan.yaml:3: quy tắc "vay-1" có thể ra kết quả "ended" mà chưa có lời: viết vào "verdicts:"`},
	{"verdict that never comes", rules, `      ended: {`, `      redirect: {long: "Xem chỗ khác.", short: "Chỗ khác."}` + "\n      ended: {",
		`rules/loan.yaml:3: quy tắc "vay-1" không bao giờ ra kết quả "redirect": xem lại các điều kiện và chốt, hoặc bỏ lời ấy`},
	{"no without a reason", rules, `say_unmet: {long: "Chỉ cho hộ nghèo.", short: "Chỉ hộ nghèo."}`, `say_unmet: {}`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "ho" có thể không đạt mà không nói vì sao: thêm "say_unmet:"`},
	{"unclear without help", rules, `say_unknown: {long: "Đã vay thì hỏi tổ.", short: "Hỏi tổ."}`, `say_unknown: {}`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "chua_vay" có thể chưa rõ mà không nói phải làm gì: thêm "say_unknown:"`},
	{"gate without a reason", rules, `say: {long: "Xã mình phải hỏi lại.", short: "Hỏi lại xã."}`, `say: {}`,
		`rules/loan.yaml:3: quy tắc "vay-1", chốt "vung" có thể quyết định mà không nói vì sao: thêm "say:"`},

	{"test wants another verdict", rules, `verdict: unlikely, unmet`, `verdict: need_info, unmet`,
		`rules/loan.yaml:3: quy tắc "vay-1", ca thử "hộ khác": kết quả là "unlikely", ca thử ghi "need_info": sửa quy tắc hoặc sửa ca thử`},
	{"test wants another reason", rules, `unmet: [ho]`, `unmet: [chua_vay]`,
		`rules/loan.yaml:3: quy tắc "vay-1", ca thử "hộ khác": unmet là [ho], ca thử ghi [chua_vay]: sửa quy tắc hoặc sửa ca thử`},
	{"test wants another unknown", rules, `unknown: [chua_vay]`, `unknown: []`,
		`rules/loan.yaml:3: quy tắc "vay-1", ca thử "đã vay": unknown là [chua_vay], ca thử ghi []: sửa quy tắc hoặc sửa ca thử`},
	{"test forgets the gate", rules, `unknown: [], gate: vung`, `unknown: []`,
		`rules/loan.yaml:3: quy tắc "vay-1", ca thử "ngoài vùng": chốt là "vung", ca thử ghi "": sửa quy tắc hoặc sửa ca thử`},
	{"test allows too little", rules, `verdict: need_info, max_asked: 2`, `verdict: need_info, max_asked: 1`,
		`rules/loan.yaml:3: quy tắc "vay-1", ca thử "chưa hỏi": còn có thể hỏi 2 câu, ca thử chỉ cho 1: sửa quy tắc hoặc sửa ca thử`},
	{"test gives what is not asked", rules, `given: {dien_ho: khong}`, `given: {dien_ho: giau}`,
		`rules/loan.yaml:3: quy tắc "vay-1", ca thử "hộ khác": quy tắc không hỏi câu "dien_ho" có lựa chọn "giau": sửa quy tắc hoặc sửa ca thử` + "\n" +
			`rules/loan.yaml:3: quy tắc "vay-1": chưa có ca thử nào mà điều kiện "ho" là không đạt (unmet): thêm một ca`},
	{"rule without tests", rules, sound[rules][strings.Index(sound[rules], "    tests:"):], "",
		`rules/loan.yaml:3: quy tắc "vay-1" không có ca thử: viết "tests:" cho các trường hợp phải xét được`},
	{"criterion not tested", rules, `given: {dien_ho: ngheo, da_vay: roi}, verdict: need_info, unknown: [chua_vay]`, `given: {dien_ho: ngheo, da_vay: chua}, verdict: likely`,
		`rules/loan.yaml:3: quy tắc "vay-1": chưa có ca thử nào mà điều kiện "chua_vay" là chưa rõ (unknown): thêm một ca`},
}

// manyOptions is nine options where one was.
func manyOptions() string {
	var b strings.Builder
	for _, key := range strings.Fields("roi b c d e g h i k") {
		b.WriteString("- {key: " + key + ", label: \"Khác " + key + "\", prior: 0.0444}\n      ")
	}
	return strings.TrimRight(b.String(), " \n")
}
