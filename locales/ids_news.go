package locales

// The versions of what people agree to. Each names a file in consent/ that
// holds the wording in every language, with its hash in the name: a test fails
// when a text changes and its version does not, and the files of before stay,
// so that it can be shown what somebody said yes to.
const (
	NewsConsentVersion = "news-1-a53639"
	LinkConsentVersion = "link-1-f06b6f"
)

// What a resident hears about programme news, consent and their own data.
const (
	TopicMeeting    ID = "topic_meeting"
	TopicCourse     ID = "topic_course"
	TopicHousing    ID = "topic_housing"
	TopicLoan       ID = "topic_loan"
	TopicOverseas   ID = "topic_overseas"
	TopicNew        ID = "topic_new"
	NewsTitle       ID = "news_title"
	NewsOfNew       ID = "news_of_new"
	NewsWhere       ID = "news_where"
	NewsWhereAgain  ID = "news_where_again"
	NewsConsent     ID = "news_consent"
	NewsMoves       ID = "news_moves"
	NewsAll         ID = "news_all"
	NewsSome        ID = "news_some"
	NewsChosen      ID = "news_chosen"
	NewsAgree       ID = "news_agree"
	NewsDecline     ID = "news_decline"
	NewsPick        ID = "news_pick"
	NewsWhich       ID = "news_which"
	NewsNone        ID = "news_none"
	NewsDone        ID = "news_done"
	NewsDeclined    ID = "news_declined"
	NewsTaken       ID = "news_taken"
	NewsEdit        ID = "news_edit"
	NewsMove        ID = "news_move"
	NewsStop        ID = "news_stop"
	NewsTake        ID = "news_take"
	NewsLatest      ID = "news_latest"
	NewsStopped     ID = "news_stopped"
	LatestHead      ID = "latest_head"
	LatestLine      ID = "latest_line"
	LatestNone      ID = "latest_none"
	StopOne         ID = "stop_one"
	StopNotTaken    ID = "stop_not_taken"
	StopNothing     ID = "stop_nothing"
	StopWhich       ID = "stop_which"
	StopOnly        ID = "stop_only"
	StopEverything  ID = "stop_everything"
	StopElsewhere   ID = "stop_elsewhere"
	StopMistake     ID = "stop_mistake"
	StopKept        ID = "stop_kept"
	StopUndone      ID = "stop_undone"
	StoppedGoOn     ID = "stopped_go_on"
	MineHead        ID = "mine_head"
	MineNews        ID = "mine_news"
	MineStopped     ID = "mine_stopped"
	MineLinkedPhone ID = "mine_linked_phone"
	MineLinkedChat  ID = "mine_linked_chat"
	MinePlace       ID = "mine_place"
	MineChoice      ID = "mine_choice"
	MineTalk        ID = "mine_talk"
	MineMasked      ID = "mine_masked"
	MineRights      ID = "mine_rights"
	AgreedSMS       ID = "agreed_sms"
	AgreedChat      ID = "agreed_chat"
	AgreedPaper     ID = "agreed_paper"
	AgreedSpoken    ID = "agreed_spoken"
	Erase           ID = "erase"
	EraseList       ID = "erase_list"
	EraseOther      ID = "erase_other"
	EraseNews       ID = "erase_news"
	ErasedNews      ID = "erased_news"
	ForgottenMarked ID = "forgotten_marked"
	LinkTitle       ID = "link_title"
	LinkOnChat      ID = "link_on_chat"
	LinkAsk         ID = "link_ask"
	LinkAgree       ID = "link_agree"
	LinkDecline     ID = "link_decline"
	LinkDeclined    ID = "link_declined"
	LinkNumber      ID = "link_number"
	LinkBadNumber   ID = "link_bad_number"
	LinkUnknown     ID = "link_unknown"
	LinkSent        ID = "link_sent"
	LinkCode        ID = "link_code"
	LinkDone        ID = "link_done"
	Unlink          ID = "unlink"
	Unlinked        ID = "unlinked"
	RefuseCodeDay   ID = "refuse_code_day"
	RefuseCodeOld   ID = "refuse_code_old"
	RefuseCodeMore  ID = "refuse_code_more"
	StillAsk        ID = "still_ask"
	StillAgree      ID = "still_agree"
	StillYes        ID = "still_yes"
	StillNo         ID = "still_no"
	StillGoes       ID = "still_goes"
	StillEnded      ID = "still_ended"
	ImportNumber    ID = "import_number"
	ImportMangled   ID = "import_mangled"
	ImportTwice     ID = "import_twice"
	ImportPlace     ID = "import_place"
	ImportTopic     ID = "import_topic"
	ImportConsent   ID = "import_consent"
	ImportOld       ID = "import_old"
	ImportWitness   ID = "import_witness"
	ImportMarked    ID = "import_marked"
	ImportColumns   ID = "import_columns"
	ImportEncoding  ID = "import_encoding"
	ImportRow       ID = "import_row"
	ImportLength    ID = "import_length"
)

var newsIDs = []ID{
	TopicMeeting, TopicCourse, TopicHousing, TopicLoan, TopicOverseas, TopicNew,
	NewsTitle, NewsOfNew,
	NewsWhere, NewsWhere + ".sms",
	NewsWhereAgain, NewsWhereAgain + ".sms",
	NewsConsent, NewsConsent + ".sms",
	NewsMoves, NewsMoves + ".sms",
	NewsAll, NewsSome, NewsChosen,
	NewsAgree, NewsAgree + ".sms",
	NewsDecline, NewsDecline + ".sms",
	NewsPick, NewsWhich, NewsNone,
	NewsDone, NewsDone + ".sms",
	NewsDeclined,
	NewsTaken, NewsEdit, NewsMove, NewsStop, NewsTake, NewsLatest, NewsStopped,
	LatestHead, LatestLine, LatestNone,
	StopOne, StopNotTaken, StopNothing, StopWhich, StopOnly, StopEverything, StopElsewhere, StopMistake, StopKept, StopUndone, StoppedGoOn,
	MineHead, MineHead + ".sms",
	MineNews, MineStopped, MineLinkedPhone, MineLinkedChat, MinePlace, MineChoice, MineTalk, MineMasked, MineRights,
	AgreedSMS, AgreedChat, AgreedPaper, AgreedSpoken,
	Erase, EraseList, EraseOther, EraseNews, ErasedNews,
	ForgottenMarked, ForgottenMarked + ".sms",
	LinkTitle, LinkOnChat, LinkAsk, LinkAgree, LinkDecline, LinkDeclined, LinkNumber, LinkBadNumber, LinkUnknown, LinkSent, LinkCode, LinkDone,
	Unlink, Unlinked,
	RefuseCodeDay, RefuseCodeOld, RefuseCodeMore,
	StillAsk, StillAsk + ".sms",
	StillAgree, StillYes, StillNo, StillGoes, StillEnded,
	ImportNumber, ImportMangled, ImportTwice, ImportPlace, ImportTopic, ImportConsent, ImportOld, ImportWitness, ImportMarked,
	ImportColumns, ImportEncoding, ImportRow, ImportLength,
}
