package locales

// What the public pages say, as far as code names it; templates name the rest.
const (
	TitleFront   ID = "title_front"
	TitlePrivacy ID = "title_privacy"
)

var consoleFrontIDs = []ID{
	TitleFront,
	TitlePrivacy,
	"front_what",
	"front_sms",
	"front_sms_how",
	"front_chat_how",
	"front_examples",
	"front_example1",
	"front_example2",
	"front_example3",
	"front_code",
	"front_code_what",
	"front_code_label",
	"front_code_do",
	"front_code_unknown",
	"front_code_true",
	"front_code_fixed",
	"front_corrects",
	"front_news",
	"front_news_code",
	"front_no_news",
	"front_privacy",
	"front_staff",
	"privacy_keep",
	"privacy_keep1",
	"privacy_keep2",
	"privacy_keep3",
	"privacy_never",
	"privacy_never1",
	"privacy_rights",
	"privacy_rights1",
	"privacy_rights2",
	"privacy_rights3",
	"privacy_back",
}
