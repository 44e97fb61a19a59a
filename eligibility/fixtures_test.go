package eligibility

import "time"

// day builds a date for tests.
func day(y int, m time.Month, d int) Date { return Date{Year: y, Month: m, Day: d} }

var (
	during = day(2024, 5, 15) // the programme runs, the district is on the list
	later  = day(2024, 9, 10) // it runs, the district is off the list
	after  = day(2026, 11, 25)
)

// table is a Tables over fixed values: one for every commune, or by commune.
type table struct {
	all      map[string]Truth            // table
	by       map[string]map[string]Truth // table, commune
	district Date                        // last day on the district list; zero: none
	communes []string
}

func (t table) Lookup(name, commune string, on Date) Truth {
	if name == "district" {
		if on.Between(Date{}, t.district) {
			return Met
		}
		return Unmet
	}
	if v, ok := t.all[name]; ok {
		return v
	}
	return t.by[name][commune]
}

// listed is a table that also knows the communes.
type listed struct{ table }

func (t listed) Communes(Date) []string { return t.communes }

func leaf(id, question string, met, unmet []string) *Criterion {
	return &Criterion{ID: id, When: &When{Question: question, Met: met, Unmet: unmet}}
}

func keys(k ...string) []string { return k }

func communeQuestion() *Question {
	return &Question{ID: "xa", Kind: KindCommune, Options: []Option{
		{Key: Inside, Prior: 0.97}, {Key: Outside, Prior: 0.03},
	}}
}

func programmeWindow() *Gate {
	return &Gate{
		ID: "window", From: day(2022, 9, 8), To: day(2025, 12, 31), OnFail: Effect{Verdict: Ended},
	}
}

// housing has the shape of the district's housing programme.
func housing() *Rule {
	return &Rule{
		ID: "housing", Programme: "housing", ValidFrom: day(2022, 9, 8), ValidTo: day(2025, 12, 31),
		Gates: []*Gate{
			programmeWindow(),
			{ID: "on_list", Table: "district", Equals: true, OnFail: Effect{Cap: NeedInfo}},
		},
		Criteria: &Criterion{All: []*Criterion{
			leaf("lives_here", "xa", keys(Inside), keys(Outside)),
			leaf("poor", "class", keys("poor", "near"), keys("left", "none")),
			leaf("own_home", "since", keys("old"), keys("new", "shared")),
			leaf("no_help", "help", keys("no"), keys("state")),
		}},
		Questions: []*Question{
			communeQuestion(),
			{ID: "class", Options: []Option{
				{Key: "poor", Prior: 0.35}, {Key: "near", Prior: 0.20}, {Key: "left", Prior: 0.15},
				{Key: "none", Prior: 0.20}, {Key: "dunno", Prior: 0.10, Unknown: true},
			}},
			{ID: "since", Options: []Option{
				{Key: "old", Prior: 0.66}, {Key: "edge", Prior: 0.05}, {Key: "new", Prior: 0.13},
				{Key: "shared", Prior: 0.08}, {Key: "dunno", Prior: 0.08, Unknown: true},
			}},
			{ID: "help", Options: []Option{
				{Key: "no", Prior: 0.62}, {Key: "state", Prior: 0.22}, {Key: "charity", Prior: 0.08},
				{Key: "dunno", Prior: 0.08, Unknown: true},
			}},
		},
		StopOnFirstNo: true, MaxQuestions: 4,
	}
}

func onList() Tables { return table{district: day(2024, 7, 21)} }

// overseas has the shape of the overseas-work programme: communes of another
// programme are redirected there.
func overseas() *Rule {
	return &Rule{
		ID: "overseas", Programme: "overseas", ValidFrom: day(2022, 9, 8), ValidTo: day(2025, 12, 31),
		Gates: []*Gate{
			programmeWindow(),
			{
				ID: "other_area", Table: "minority_area", Equals: false,
				OnFail: Effect{Redirect: "minority"}, OnUnknown: Effect{Cap: NeedInfo},
			},
		},
		Criteria: &Criterion{All: []*Criterion{
			leaf("lives_here", "xa", keys(Inside), keys(Outside)),
			leaf("wants", "wants", keys("yes"), keys("no")),
		}},
		Questions: []*Question{
			communeQuestion(),
			{ID: "wants", Options: []Option{{Key: "yes", Prior: 0.9}, {Key: "no", Prior: 0.1}}},
		},
		StopOnFirstNo: true, MaxQuestions: 2,
	}
}

func area(by map[string]Truth, communes ...string) Tables {
	return listed{table{by: map[string]map[string]Truth{"minority_area": by}, communes: communes}}
}
