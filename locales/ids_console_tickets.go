package locales

// What the pages about questions say, as far as code names it; templates name the rest.
const (
	NavTickets    ID = "nav_tickets"
	TitleTicket   ID = "title_ticket"
	PageLookAgain ID = "q_look_again"
	SaidAnswered  ID = "said_answered"
	SaidFilled    ID = "said_filled"
	SaidAsked     ID = "said_asked"
	SaidForwarded ID = "said_forwarded"
	SaidHurried   ID = "said_hurried"
	SlipTitle     ID = "q_slip_title"
	Days          ID = "q_days"
	FillSend      ID = "q_fill_send"
	FillAgain     ID = "q_fill_again"
	FillLeft      ID = "q_left"
	CalledWords   ID = "q_called_words"
	NoneChosen    ID = "q_none_chosen"
	SaidKept      ID = "said_kept"
	SaidHeld      ID = "said_held"
	SaidGivenBack ID = "said_given_back"
	SaidGrouped   ID = "said_grouped"
	SaidParted    ID = "said_parted"
	SaidCalled    ID = "said_called"
	SaidMissed    ID = "said_missed"
)

var consoleTicketsIDs = []ID{
	NavTickets,
	TitleTicket,
	"tickets_views",
	"tickets_view",
	"tickets_viewcua-toi",
	"tickets_viewqua-han",
	"tickets_viewphieu",
	"tickets_none",
	"tickets_shared",
	"tickets_urgent",
	"tickets_late",
	"tickets_due",
	"tickets_same",
	"tickets_more",
	"q_kind_question",
	"q_kind_unknown",
	"q_kind_callback",
	"q_kind_complaint",
	"q_state_open",
	"q_state_taken",
	"q_state_asked",
	"q_state_forwarded",
	"q_state_answered",
	"q_state_out_of_scope",
	"q_state_closed",
	"q_channel_sms",
	"q_channel_chat",
	"q_will_get",
	"q_lost",
	"q_other",
	"q_number",
	"q_asked",
	"q_staff",
	"q_resident",
	"q_machine",
	"q_fill",
	"q_fill_do",
	"q_fill_hint",
	"q_answer",
	"q_text",
	"q_text_hint",
	"q_source",
	"q_source_hint",
	"q_own",
	"q_anyway",
	"q_send",
	"q_send_all",
	"q_see",
	"q_other_steps",
	"q_take",
	"q_ask_back",
	"q_ask_what",
	"q_ask_do",
	"q_forward",
	"q_forward_to",
	"q_why",
	"q_forward_do",
	"q_call",
	"q_call_why",
	"q_call_do",
	"q_hurry",
	"q_hurry_what",
	"q_hurry_do",
	"q_scope",
	"q_scope_what",
	"q_scope_do",
	"q_alike",
	"q_group",
	"q_with",
	"q_nearest",
	"q_talk",
	PageLookAgain,
	SaidAnswered,
	SaidFilled,
	SaidAsked,
	SaidForwarded,
	SaidHurried,
	"tickets_viewda-tra-loi",
	"tickets_none_done",
	"tickets_below",
	"tickets_age",
	"tickets_holder",
	"tickets_moved",
	"tickets_take",
	"q_filled",
	"q_refill",
	"q_word_clear",
	"q_word_unclear",
	"q_word_none",
	"q_word_scope",
	"q_sent",
	"q_mine",
	"q_give_back",
	"q_number_logged",
	"q_said_ask",
	"q_said_more",
	"q_said_forward",
	"q_said_scope",
	"q_said_missed",
	"q_call_end_what",
	"q_called",
	"q_missed",
	"q_forward_choose",
	"q_forward_communes",
	"q_forward_offices",
	"q_forward_hint",
	"q_part",
	"q_reuse",
	SlipTitle,
	Days,
	FillSend,
	FillAgain,
	FillLeft,
	CalledWords,
	NoneChosen,
	SaidKept,
	SaidHeld,
	SaidGivenBack,
	SaidGrouped,
	SaidParted,
	SaidCalled,
	SaidMissed,
}
