package locales

import "slices"

// ID names one text of the service.
type ID string

// The texts, in the order people meet them.
const (
	Menu           ID = "menu"
	MenuFoot       ID = "menu_foot"
	Welcome        ID = "welcome"
	ContactShared  ID = "contact_shared"
	Empty          ID = "empty"
	OnlyNumber     ID = "only_number"
	Media          ID = "media"
	OldButton      ID = "old_button"
	DigitNoMenu    ID = "digit_no_menu"
	BadDigit       ID = "bad_digit"
	NoMore         ID = "no_more"
	LeftCheck      ID = "left_check"
	NothingAsked   ID = "nothing_asked"
	Limited        ID = "limited"
	Home           ID = "home"
	Person         ID = "person"
	More           ID = "more"
	MoreShort      ID = "more_short"
	PersonShort    ID = "person_short"
	WhereTo        ID = "where_to"
	Source         ID = "source"
	CheckMine      ID = "check_mine"
	CheckMineOnly  ID = "check_mine_only"
	NotThis        ID = "not_this"
	OtherQuestion  ID = "other_question"
	Unanswered     ID = "unanswered"
	AskBack        ID = "ask_back"
	NoneOfThese    ID = "none_of_these"
	AskAgain       ID = "ask_again"
	Unknown        ID = "unknown"
	UnknownForeign ID = "unknown_foreign"
	Nearest        ID = "nearest"
	SendToPerson   ID = "send_to_person"
	SorryNotThis   ID = "sorry_not_this"
	Thanks         ID = "thanks"
	Goodbye        ID = "goodbye"
	AskStop        ID = "ask_stop"
	Stopped        ID = "stopped"
	StoppedInCheck ID = "stopped_in_check"
	MarksOn        ID = "marks_on"
	MarksOff       ID = "marks_off"
	AskForget      ID = "ask_forget"
	ForgetYes      ID = "forget_yes"
	ForgetNo       ID = "forget_no"
	Forgotten      ID = "forgotten"
	AskDung        ID = "ask_dung"
	AskDungMarked  ID = "ask_dung_marked"
	DungStop       ID = "dung_stop"
	DungYes        ID = "dung_yes"
	DungResume     ID = "dung_resume"
	DungOther      ID = "dung_other"
	CheckIntro     ID = "check_intro"
	CheckQuestion  ID = "check_question"
	SurveyTitle    ID = "survey_title"
	SurveyIntro    ID = "survey_intro"
	SurveyNeeds    ID = "survey_needs"
	SurveyMore     ID = "survey_more"
	SurveyAll      ID = "survey_all"
	SurveyGo       ID = "survey_go"
	SurveyMarks    ID = "survey_marks"
	SurveyLine     ID = "survey_line"
	RuleGone       ID = "rule_gone"
	RuleChanged    ID = "rule_changed"
	Resume         ID = "resume"
	NotAnOption    ID = "not_an_option"
	BackToCheck    ID = "back_to_check"
	WhichKind      ID = "which_kind"
	WhichOf        ID = "which_of"
	Or             ID = "or"
	StoppedCheck   ID = "stopped_check"
	WhyAsk         ID = "why_ask"
	Back           ID = "back"
	NothingBefore  ID = "nothing_before"
	EditWhich      ID = "edit_which"
	EditAnswers    ID = "edit_answers"
	KeepAnswers    ID = "keep_answers"
	Elsewhere      ID = "elsewhere"
	PlaceAgain     ID = "place_again"
	PlaceHelp      ID = "place_help"
	WhichPlace     ID = "which_place"
	WhichNumber    ID = "which_number"
	IsItPlace      ID = "is_it_place"
	Yes            ID = "yes"
	AnotherPlace   ID = "another_place"
	PlaceKnown     ID = "place_known"
	PlaceSame      ID = "place_same"
	ReviewOverdue  ID = "review_overdue"
	OldConditions  ID = "old_conditions"
	OldWere        ID = "old_were"
	AskQuestion    ID = "ask_question"
	GiveSample     ID = "give_sample"
	SampleGiven    ID = "sample_given"
	HandedOver     ID = "handed_over"
	CommuneOffice  ID = "commune_office"
	Slip           ID = "slip"
	AnswerHead     ID = "answer_head"
)

// IDs lists every text a language must have, room by room.
var IDs = slices.Concat(botIDs, newsIDs, noticeIDs, deskIDs, courseIDs, ticketIDs, onPages())

// onPages lists the texts that no phone ever shows.
func onPages() []ID {
	return slices.Concat(consoleIDs, consoleStatsIDs, consoleHealthIDs, consoleResidentsIDs, consoleTodayIDs, consoleFrontIDs, consoleCoursesIDs, consoleNoticesIDs, consoleTicketsIDs, consoleStaffIDs, reportIDs)
}

var botIDs = []ID{
	Menu, Menu + ".sms",
	MenuFoot,
	Welcome, Welcome + ".sms",
	ContactShared,
	Empty,
	OnlyNumber,
	Media,
	OldButton,
	DigitNoMenu,
	BadDigit,
	NoMore,
	LeftCheck,
	NothingAsked,
	Limited,
	Home,
	Person,
	More,
	MoreShort,
	PersonShort,
	WhereTo,
	Source, Source + ".sms",
	CheckMine,
	CheckMineOnly,
	NotThis,
	OtherQuestion,
	Unanswered,
	AskBack,
	NoneOfThese,
	AskAgain,
	Unknown, Unknown + ".sms",
	UnknownForeign, UnknownForeign + ".sms",
	Nearest,
	SendToPerson,
	SorryNotThis,
	Thanks, Thanks + ".sms",
	Goodbye,
	AskStop,
	Stopped,
	StoppedInCheck,
	MarksOn,
	MarksOff,
	AskForget,
	ForgetYes,
	ForgetNo,
	Forgotten,
	AskDung, AskDungMarked,
	DungStop,
	DungYes,
	DungResume,
	DungOther,
	CheckIntro, CheckIntro + ".sms",
	CheckQuestion, CheckQuestion + ".sms",
	SurveyTitle,
	SurveyIntro, SurveyIntro + ".sms",
	SurveyNeeds, SurveyNeeds + ".sms",
	SurveyAll,
	SurveyGo,
	SurveyMore,
	SurveyMarks, SurveyMarks + ".sms",
	SurveyLine,
	RuleGone,
	RuleChanged,
	Resume,
	NotAnOption, NotAnOption + ".sms",
	WhichKind, WhichKind + ".sms",
	WhichOf, WhichOf + ".sms",
	Or,
	StoppedCheck,
	BackToCheck, BackToCheck + ".sms",
	WhyAsk,
	Back,
	NothingBefore,
	EditWhich,
	EditAnswers,
	KeepAnswers,
	Elsewhere,
	PlaceAgain,
	PlaceHelp,
	WhichPlace,
	WhichNumber,
	IsItPlace,
	Yes,
	AnotherPlace,
	PlaceKnown,
	PlaceSame,
	ReviewOverdue,
	OldConditions,
	OldWere,
	AskQuestion,
	GiveSample,
	SampleGiven,
	HandedOver,
	CommuneOffice,
	Slip,
	AnswerHead,
}
