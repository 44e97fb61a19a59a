package locales

var consoleTodayIDs = []ID{
	"nav_try",
	"today_down",
	"today_see",
	"today_waiting",
	"today_tickets",
	"today_urgent",
	"today_late",
	"today_approve",
	"today_review",
	"today_moving",
	"today_invite",
	"tour_title",
	"tour1",
	"tour2",
	"tour3",
	"tour4",
	"tour5",
}
