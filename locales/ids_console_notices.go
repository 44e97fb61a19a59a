package locales

// What the pages about notices say, as far as code names it; templates name the rest.
const (
	NavNotices        ID = "nav_notices"
	TitleNewNotice    ID = "title_new_notice"
	TitleEditNotice   ID = "title_edit_notice"
	TitleNotice       ID = "title_notice"
	SaidTested        ID = "said_tested"
	SaidSubmitted     ID = "said_submitted"
	SaidApproved      ID = "said_approved"
	SaidReturned      ID = "said_returned"
	SaidCancelled     ID = "said_cancelled"
	Seconds           ID = "n_seconds"
	Minutes           ID = "n_minutes"
	Hours             ID = "n_hours"
	TitleUrgent       ID = "title_urgent"
	ReadOnPage        ID = "read_on_page"
	ReadFirst         ID = "read_first"
	TemplateAndText   ID = "template_and_text"
	TemplateNotChosen ID = "template_not_chosen"
	NoSuchMoment      ID = "no_such_moment"
	SaidUrgent        ID = "said_urgent"
	SaidWaits         ID = "said_waits"
	SaidRead          ID = "said_read"
)

var consoleNoticesIDs = []ID{
	NavNotices,
	TitleNewNotice,
	TitleEditNotice,
	TitleNotice,
	"tins_new",
	"tins_urgent",
	"tins_none",
	"tins_is_urgent",
	"tins_is_fix",
	"template_meeting",
	"template_course",
	"template_housing",
	"template_loan",
	"template_other",
	"tin_to",
	"tin_topic",
	"tin_template",
	"tin_free",
	"tin_template_hint",
	"tin_time",
	"tin_day",
	"tin_place",
	"tin_about",
	"tin_text",
	"tin_free_text",
	"tin_text_hint",
	"tin_reason",
	"tin_at",
	"tin_at_hint",
	"tin_save",
	"tin_see",
	"tin_urgent_what",
	"tin_urgent_send",
	"tin_sms",
	"tin_loud",
	"tin_no_forms",
	"tin_people",
	"tin_split",
	"tin_takes",
	"tin_count",
	"tin_not",
	"tin_countdown",
	"tin_progress",
	"tin_numbers",
	"tin_cost",
	"tin_coming",
	"tin_wrong",
	"tin_by",
	"tin_approved_by",
	"tin_who",
	"tin_steps",
	"tin_step_test",
	"tin_test",
	"tin_submit",
	"tin_edit",
	"tin_type_code",
	"tin_approve",
	"tin_return",
	"tin_waits_leader",
	"tin_undo",
	"tin_pause",
	"tin_resume",
	"tin_stop_all",
	"tin_stop_what",
	"tin_fix",
	"tin_fix_text",
	"tin_fix_reason",
	"tin_fix_do",
	"tin_retry",
	"tin_review",
	"tin_review_do",
	"tin_state_draft",
	"tin_state_tested",
	"tin_state_submitted",
	"tin_state_approved",
	"tin_state_counting",
	"tin_state_first",
	"tin_state_held",
	"tin_state_sending",
	"tin_state_done",
	"tin_state_returned",
	"tin_state_paused",
	"tin_state_cancelled",
	SaidTested,
	SaidSubmitted,
	SaidApproved,
	SaidReturned,
	SaidCancelled,
	Seconds,
	Minutes,
	Hours,
	TitleUrgent,
	"tin_by_template",
	"tin_urgent_next",
	"tin_urgent_not_yet",
	"tin_urgent_back",
	"tin_why_urgent",
	"tin_takes_if",
	"tin_left",
	"tin_approve_at",
	"tin_edit_again",
	"tin_drop",
	"tin_drop_what",
	"tin_again",
	"tin_read_what",
	"tin_read_all",
	"tin_read_do",
	"tin_read_here",
	ReadOnPage,
	ReadFirst,
	"tin_corrects",
	"tin_corrected_by",
	TemplateAndText,
	TemplateNotChosen,
	NoSuchMoment,
	SaidUrgent,
	SaidWaits,
	SaidRead,
}
