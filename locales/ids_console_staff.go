package locales

// What the pages about staff say, as far as code names it; templates name the rest.
const (
	NavUsers         ID = "nav_users"
	NavLog           ID = "nav_log"
	NavStats         ID = "nav_stats"
	NavChannels      ID = "nav_channels"
	NavHealth        ID = "nav_health"
	TitleNewUser     ID = "title_new_user"
	TitleUser        ID = "title_user"
	TitleMe          ID = "title_me"
	SaidSaved        ID = "said_saved"
	SaidDisabled     ID = "said_disabled"
	SaidEnabled      ID = "said_enabled"
	SaidSessionEnded ID = "said_session_ended"
	SaidPassword     ID = "said_password"
	SaidStep         ID = "said_step"
)

var consoleStaffIDs = []ID{
	NavUsers,
	NavLog,
	NavStats,
	NavChannels,
	NavHealth,
	TitleNewUser,
	TitleUser,
	TitleMe,
	"search",
	"search_button",
	"search_none",
	"save",
	"back_link",
	"more_lines",
	"users_new",
	"users_name",
	"users_role",
	"users_communes",
	"users_state",
	"users_disabled",
	"users_invited",
	"users_active",
	"users_linked",
	"users_step",
	"users_code",
	"users_code_link",
	"users_code_password",
	"users_code_once",
	"users_reason",
	"users_add",
	"users_codes",
	"users_reset",
	"users_link",
	"users_enable",
	"users_enable_what",
	"users_disable",
	"users_disable_what",
	"users_unapproved",
	"users_unapproved_do",
	"users_save_yet",
	"users_disable_yet",
	SaidSaved,
	SaidDisabled,
	SaidEnabled,
	SaidSessionEnded,
	SaidPassword,
	SaidStep,
	"sessions",
	"sessions_on",
	"sessions_since",
	"sessions_seen",
	"sessions_this",
	"sessions_end",
	"log_who",
	"log_anybody",
	"log_what",
	"log_anything",
	"log_since",
	"log_verify",
	"log_broken",
	"log_whole",
	"log_none",
	"log_when",
	"log_did",
	"log_why",
	"log_on_notice",
	"log_on_ticket",
	"log_on_course",
	"log_on_registration",
	"log_on_person",
	"log_on_contact",
	"log_on_list",
	"log_on_staff",
	"me_password",
	"me_old",
	"me_change",
	"me_step",
	"me_step_on",
	"me_step_scan",
	"me_step_qr",
	"me_step_code",
	"me_step_confirm",
	"me_step_why",
	"me_step_begin",
}
