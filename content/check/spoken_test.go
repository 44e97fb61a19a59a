package check

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSpoken(t *testing.T) {
	for written, want := range map[string]string{
		"1.500.000 đồng":             "một triệu năm trăm nghìn đồng",
		"40 triệu đồng":              "bốn mươi triệu đồng",
		"1,5 triệu đồng":             "một phẩy năm triệu đồng",
		"lãi 0,52%/tháng.":           "lãi không phẩy năm mươi hai phần trăm một tháng.",
		"6,24%/năm":                  "sáu phẩy hai mươi bốn phần trăm một năm",
		"8,112%":                     "tám phẩy một trăm mười hai phần trăm",
		"0,05%":                      "không phẩy không năm phần trăm",
		"từ 01/12/2025":              "từ ngày một tháng mười hai năm hai nghìn không trăm hai mươi lăm",
		"Ngày 30/4/2026,":            "Ngày ba mươi tháng tư năm hai nghìn không trăm hai mươi sáu,",
		"tháng 12/2025":              "tháng mười hai năm hai nghìn không trăm hai mươi lăm",
		"hết 31/12":                  "hết ngày ba mươi mốt tháng mười hai",
		"gọi 1800 1233":              "gọi một tám không không một hai ba ba",
		"gọi 0234 3878 115.":         "gọi không hai ba bốn ba tám bảy tám một một năm.",
		"0234.387.8115":              "không hai ba bốn ba tám bảy tám một một năm",
		"gọi số 111 nhé":             "gọi số một một một nhé",
		"111 hộ":                     "một trăm mười một hộ",
		"18–35 tuổi":                 "mười tám đến ba mươi lăm tuổi",
		"10 - 15 ngày":               "mười  đến  mười lăm ngày",
		"150.000 đồng/người/tháng":   "một trăm năm mươi nghìn đồng một người một tháng",
		"30 m² và 5 km":              "ba mươi mét vuông và năm ki lô mét",
		"5 mai, 5m":                  "năm mai, năm mét",
		"7h30":                       "bảy giờ ba mươi",
		"1.005.021":                  "một triệu không trăm linh năm nghìn không trăm hai mươi mốt",
		"2.000.000.000.000 đồng":     "hai nghìn tỷ đồng",
		"UBND xã A Lưới 3":           "ủy ban nhân dân xã A Lưới ba",
		"Quyết định 2553/QĐ-TTg":     "Quyết định hai nghìn năm trăm năm mươi ba quy đê-TTg",
		"24 tháng, 104 tuổi, 0 tuổi": "hai mươi bốn tháng, một trăm linh bốn tuổi, không tuổi",
		"không có số nào":            "không có số nào",
		"99999999999999999999":       strings.TrimSpace(strings.Repeat("chín ", 20)),
	} {
		if got := Spoken(written); got != want {
			t.Errorf("%q is spoken %q, want %q", written, got, want)
		}
	}
}

// Nobody can read a digit aloud: whatever is written, none is left.
func TestNoDigitIsLeftUnspoken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("0123456789.,/% –-mkhađngày"))).Draw(t, "text")
		if got := Spoken(s); strings.ContainsAny(got, "0123456789") {
			t.Errorf("%q is spoken %q", s, got)
		}
	})
}

func TestSeconds(t *testing.T) {
	for text, want := range map[string]float64{
		"":                        0,
		"Thưa bà con.":            3/2.5 + 0.4,
		"Thưa bà con. Lãi 0,52%.": 3/2.5 + 0.4 + 8/2.5 + 0.4,
		"Gọi 1800 1233":           9 / 2.5,
		"Một dòng\nHai dòng.\n":   4/2.5 + 0.8,
	} {
		if got := Seconds(text); math.Abs(got-want) > 1e-9 {
			t.Errorf("%q takes %.2f s, want %.2f", text, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"Một. Hai!? Ba":        "Một|Hai|Ba",
		"Một.\nHai…":           "Một|Hai|",
		"Số 1.5 và a.b. Xong.": "Số 1.5 và a.b|Xong|",
		"Một\nHai":             "Một|Hai",
	} {
		if got := strings.Join(sentences(text), "|"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
