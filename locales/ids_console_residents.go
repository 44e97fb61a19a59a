package locales

// What the pages about subscribers say, as far as code names it; templates name the rest.
const (
	// NavTry stands among the words of today's page.
	NavTry             ID = "nav_try"
	NavResidents       ID = "nav_residents"
	NavResident        ID = "nav_resident"
	TitlePoster        ID = "title_poster"
	ResidentsMustAgree ID = "residents_must_agree"
	SaidEntered        ID = "said_entered"
	SaidTaken          ID = "said_taken"
	SaidListEntered    ID = "said_list_entered"
	ResidentsRows      ID = "residents_rows"
	ResidentsOtherList ID = "residents_other_list"
	ResidentsLeaveOut  ID = "residents_leave_out"
	ResidentsNoFile    ID = "residents_no_file"
	ResidentsLarge     ID = "residents_large"
	PosterAloud        ID = "poster_aloud"
	ResidentNeeds      ID = "resident_needs"
	ImportCommune      ID = "import_commune"
	ResidentElsewhere  ID = "resident_elsewhere"
	ResidentCourse     ID = "resident_course"
)

var consoleResidentsIDs = []ID{
	NavResidents,
	NavResident,
	TitlePoster,
	"nav_more",
	"training_banner",
	"residents_counting",
	"residents_sum",
	"residents_ways",
	"residents_unreachable",
	"residents_stopped",
	"residents_none",
	"residents_by_commune",
	"residents_by_topic",
	"residents_commune",
	"residents_people",
	"residents_lost",
	"residents_topic",
	"residents_at",
	"posters",
	"posters_what",
	"posters_before",
	"household",
	"household_number",
	"household_choose",
	"household_topics",
	"household_consent",
	"household_read",
	"household_words",
	"household_spoken",
	"household_paper",
	"household_agreed",
	"household_enter",
	ResidentsMustAgree,
	SaidEntered,
	SaidTaken,
	SaidListEntered,
	"import",
	"import_what",
	"import_sample",
	ImportCommune,
	"import_file",
	"import_hint",
	"import_preview",
	"import_would",
	"import_faults",
	"import_done",
	"import_nobody",
	"import_again",
	"import_leave_out",
	"import_enter",
	ResidentsRows,
	ResidentsOtherList,
	ResidentsLeaveOut,
	ResidentsNoFile,
	ResidentsLarge,
	"poster_no_number",
	"poster_print",
	"poster_head",
	"poster_what",
	"poster_sms",
	"poster_chat",
	"poster_write",
	"poster_to",
	"poster_chat_how",
	"poster_sms_qr",
	"poster_chat_qr",
	"poster_free",
	"poster_stop",
	"poster_trust",
	"poster_speaker",
	PosterAloud,
	"poster_back",
	"resident_what",
	"resident_why",
	"resident_why_hint",
	"resident_whole",
	"resident_find",
	"resident_none",
	ResidentElsewhere,
	"resident_others",
	"resident_others_do",
	ResidentCourse,
	"resident_goes_part",
	"resident_deleted_part",
	"tin_counting",
	"tin_count_again",
	ResidentNeeds,
	"resident_kept",
	"resident_seen",
	"resident_never",
	"resident_stopped",
	"resident_unreachable",
	"resident_only",
	"resident_people",
	"resident_name",
	"resident_year",
	"resident_village",
	"resident_phone",
	"resident_until",
	"resident_talk",
	"resident_delete",
	"resident_sure",
	"resident_goes",
	"resident_delete_now",
	"resident_keep",
	"resident_deleted",
	"resident_marked",
}
