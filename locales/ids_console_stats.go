package locales

// What the page of numbers says.
const (
	StatsWeek      ID = "stats_week"
	StatsMonth     ID = "stats_month"
	StatsHalf      ID = "stats_half"
	StatsYear      ID = "stats_year"
	TitleStats     ID = "title_stats"
	StatsNoTopic   ID = "stats_no_topic"
	StatsNoCommune ID = "stats_no_commune"
	StatsChart     ID = "stats_chart"
	StatsAsTable   ID = "stats_as_table"
	StatsPeriod    ID = "stats_period"
	StatsNothing   ID = "stats_nothing"
	StatsYoung     ID = "stats_young"
	StatsQuestions ID = "stats_questions"
	StatsAnswered  ID = "stats_answered"
	StatsChecks    ID = "stats_checks"
	StatsAskedBack ID = "stats_asked_back"
	StatsUnknown   ID = "stats_unknown"
	StatsHanded    ID = "stats_handed"
	StatsByDay     ID = "stats_by_day"
	StatsByTopic   ID = "stats_by_topic"
	StatsByCommune ID = "stats_by_commune"
	StatsSilent    ID = "stats_silent"
	StatsSilentDo  ID = "stats_silent_do"
	StatsOpen      ID = "stats_open"
	StatsOpenDo    ID = "stats_open_do"
	StatsFailed    ID = "stats_failed"
	StatsCost      ID = "stats_cost"
	StatsRoute     ID = "stats_route"
	StatsMessages  ID = "stats_messages"
	StatsParts     ID = "stats_parts"
	StatsDong      ID = "stats_dong"
	StatsHow       ID = "stats_how"
)

var consoleStatsIDs = []ID{
	StatsWeek,
	StatsMonth,
	StatsHalf,
	StatsYear,
	TitleStats,
	StatsNoTopic,
	StatsNoCommune,
	StatsChart,
	StatsAsTable,
	StatsPeriod,
	StatsNothing,
	StatsYoung,
	"stats_few",
	"stats_columns",
	"stats_columns_week",
	StatsQuestions,
	StatsAnswered,
	StatsChecks,
	StatsAskedBack,
	StatsUnknown,
	StatsHanded,
	StatsByDay,
	StatsByTopic,
	StatsByCommune,
	StatsSilent,
	StatsSilentDo,
	StatsOpen,
	StatsOpenDo,
	StatsFailed,
	StatsCost,
	StatsRoute,
	StatsMessages,
	StatsParts,
	StatsDong,
	StatsHow,
}
