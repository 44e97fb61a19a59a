package ticket

// daysOff are the working days on which offices are shut, and daysWorked the
// Saturdays that make up for one, as the Ministry of Home Affairs announced
// them for civil servants.
//
// Law: Bộ luật Lao động 2019, Điều 112 (1/1; Tết 5 days; Hùng Kings, the 10th
// of the 3rd lunar month; 30/4; 1/5; 2/9 and a day beside it) and Điều 111.3
// (a holiday on a weekly day off moves to the next working day). 24/11, the
// Day of Vietnamese Culture, is a paid day off since 2026: Nghị quyết
// 80-NQ/TW of 7/1/2026.
//
// The years to 2026 are as announced. The later ones follow the law and what
// was announced for years whose days fell alike; lunar days are computed for
// UTC+7 (Tết 2030 is 2/2, a day before China's). An announcement that differs
// is written into the configuration: it wins over this table.
var daysOff = map[string]string{
	// Tết 10/2 (Sat): 8/2-14/2. Hùng Kings 18/4. 29/4 exchanged for 4/5.
	"2024": "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
	// Tết 29/1 (Wed): 25/1-2/2. Hùng Kings 7/4. 2/5 exchanged for 26/4. 2/9 is a Tuesday.
	"2025": "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
	// 2/1 exchanged for 10/1. Tết 17/2 (Tue): 14/2-22/2. Hùng Kings 26/4 (Sun), so 27/4.
	// 31/8 exchanged for 22/8. 2/9 is a Wednesday.
	"2026": "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
	// Tết 6/2 (Sat), like 2024. Hùng Kings 16/4. 1/5 (Sat), so 3/5. 2/9 is a Thursday, like 2021.
	"2027": "01-01 02-04 02-05 02-08 02-09 02-10 04-16 04-30 05-03 09-02 09-03 11-24",
	// 1/1 (Sat), so 3/1. Tết 26/1 (Wed), like 2025. Hùng Kings 4/4. 30/4 (Sun), so 2/5.
	// 2/9 (Sat) with 1/9, so 4/9.
	"2028": "01-03 01-24 01-25 01-26 01-27 01-28 04-04 05-01 05-02 09-01 09-04 11-24",
	// Tết 13/2 (Tue), like 2026. Hùng Kings 23/4. 2/9 (Sun) with 3/9, so 4/9. 24/11 (Sat), so 26/11.
	"2029": "01-01 02-12 02-13 02-14 02-15 02-16 04-23 04-30 05-01 09-03 09-04 11-26",
	// Tết 2/2 (Sat), like 2024. Hùng Kings 12/4. 2/9 is a Monday, like 2024. 24/11 (Sun), so 25/11.
	"2030": "01-01 01-31 02-01 02-04 02-05 02-06 04-12 04-30 05-01 09-02 09-03 11-25",
}

var daysWorked = map[string]string{
	"2024": "05-04",
	"2025": "04-26",
	"2026": "01-10 08-22",
}
