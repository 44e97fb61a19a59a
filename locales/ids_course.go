package locales

import "slices"

// CourseConsentVersion names the wording that people agree to before they give
// a name; see consent/.
const CourseConsentVersion = "course-1-5e7550"

// What residents hear about vocational courses.
const (
	CoursesHere    ID = "courses_here"
	CoursesNone    ID = "courses_none"
	CoursesWhere   ID = "courses_where"
	CourseMore     ID = "course_more"
	CourseLabel    ID = "course_label"
	CourseList     ID = "course_list" // the choice that leads to it
	CourseOther    ID = "course_other"
	CourseHelp     ID = "course_help"
	CoursePrivate  ID = "course_private"
	CourseWhat     ID = "course_what"
	CourseWhen     ID = "course_when"
	CourseAt       ID = "course_at"
	CourseSeats    ID = "course_seats"
	CourseFull     ID = "course_full"
	CourseNotYet   ID = "course_not_yet"
	CourseForWhom  ID = "course_for_whom"
	CourseForMe    ID = "course_for_me"
	CourseForOther ID = "course_for_other"
	CourseForThem  ID = "course_for_them"

	CourseConsent      ID = "course_consent"
	CourseConsentOther ID = "course_consent_other"
	CourseAgree        ID = "course_agree"
	CourseAgreeOther   ID = "course_agree_other"
	CourseDecline      ID = "course_decline"
	CourseDeclined     ID = "course_declined"

	CourseAskLine     ID = "course_ask_line"
	CourseAskName     ID = "course_ask_name"
	CourseAskYear     ID = "course_ask_year"
	CourseAskVillage  ID = "course_ask_village"
	CourseAskRest     ID = "course_ask_rest"
	CourseAskPhone    ID = "course_ask_phone"
	CourseBadPhone    ID = "course_bad_phone"
	CourseNoPhone     ID = "course_no_phone"
	CourseSeveral     ID = "course_several"
	CourseUnclear     ID = "course_unclear"
	CourseWholeYear   ID = "course_whole_year"
	CourseIsGrown     ID = "course_is_grown"
	CourseGrownYes    ID = "course_grown_yes"
	CourseGrownNo     ID = "course_grown_no"
	CourseYoung       ID = "course_young"
	CourseAskGuardian ID = "course_ask_guardian"
	CourseNotAsked    ID = "course_not_asked"
	CourseGuardFirst  ID = "course_guard_first"
	CourseCheck       ID = "course_check"
	CourseCheckAge    ID = "course_check_age"
	CourseVillage     ID = "course_village"
	CourseGuardian    ID = "course_guardian"
	CourseOK          ID = "course_ok"
	CourseFix         ID = "course_fix"
	CourseFixWhich    ID = "course_fix_which"
	CourseFixLine     ID = "course_fix_line"
	CourseAskAge      ID = "course_ask_age"
	CourseNotDown     ID = "course_not_down"
	CourseChoose      ID = "course_choose"
	CourseWhichPart   ID = "course_which_part"
	CourseIsName      ID = "course_is_name"
	CourseIsVillage   ID = "course_is_village"
	CourseBack        ID = "course_back"
	CourseLeft        ID = "course_left"
	CourseLeftNews    ID = "course_left_news"
	CourseNoTrade     ID = "course_no_trade"
	CourseNoDay       ID = "course_no_day"
	CourseNoPlace     ID = "course_no_place"
	CoursePartName    ID = "course_part_name"
	CoursePartYear    ID = "course_part_year"
	CoursePartVillage ID = "course_part_village"
	CoursePartPhone   ID = "course_part_phone"
	CourseGoOn        ID = "course_go_on"

	CourseDone      ID = "course_done"
	CourseDoneSeat  ID = "course_done_seat"
	CourseDoneWait  ID = "course_done_wait"
	CourseHas       ID = "course_has"
	CourseHasMany   ID = "course_has_many"
	CourseAddOther  ID = "course_add_other"
	CourseLook      ID = "course_look"
	CourseWithdraw  ID = "course_withdraw"
	CourseWhose     ID = "course_whose"
	CourseCard      ID = "course_card"
	CourseWaitsAs   ID = "course_waits_as"
	CourseUntil     ID = "course_until"
	CourseNotMine   ID = "course_not_mine"
	CourseNoneMine  ID = "course_none_mine"
	CourseSure      ID = "course_sure"
	CourseSureYes   ID = "course_sure_yes"
	CourseSureNo    ID = "course_sure_no"
	CourseKept      ID = "course_kept"
	CourseWithdrawn ID = "course_withdrawn"
	CourseRejoin    ID = "course_rejoin"
	CourseAnother   ID = "course_another"
	CourseMine      ID = "course_mine"
	CourseMineWish  ID = "course_mine_wish"

	CourseInvite     ID = "course_invite"
	CourseInviteFoot ID = "course_invite_foot"
	CourseTake       ID = "course_take"
	CourseLater      ID = "course_later"
	CourseGiveUp     ID = "course_give_up"
	CourseTaken      ID = "course_taken"
	CourseTakenDay   ID = "course_taken_day"
	CourseGivenBack  ID = "course_given_back"
	CourseLaterDone  ID = "course_later_done"
	CourseRemind     ID = "course_remind"
	CourseExpired    ID = "course_expired"
	CourseMoved      ID = "course_moved"
	CourseBegins     ID = "course_begins"
	CourseNewDay     ID = "course_new_day"
	CourseNews       ID = "course_news"
	CourseJoinThis   ID = "course_join_this"

	WishAsk     ID = "wish_ask"
	WishDone    ID = "wish_done"
	WishOpen    ID = "wish_open"
	WishTell    ID = "wish_tell"
	WishQuiet   ID = "wish_quiet"
	WishWho     ID = "wish_who"
	WishSkip    ID = "wish_skip"
	WishThanks  ID = "wish_thanks"
	WishUnclear ID = "wish_unclear"
)

var courseTalkIDs = []ID{
	CoursesHere, CoursesHere + ".sms",
	CoursesNone, CoursesWhere, CoursesWhere + ".sms",
	CourseMore, CourseLabel, CourseList, CourseOther, CourseHelp, CoursePrivate,
	CourseWhat, CourseWhat + ".sms",
	CourseWhen, CourseAt, CourseSeats, CourseSeats + ".sms", CourseFull, CourseFull + ".sms",
	CourseNotYet, CourseForWhom, CourseForMe, CourseForOther, CourseForThem,
	CourseConsent, CourseConsent + ".sms",
	CourseConsentOther, CourseAgree, CourseAgreeOther, CourseDecline, CourseDeclined,
	CourseAskLine, CourseAskName, CourseAskYear, CourseAskVillage, CourseAskRest, CourseAskPhone,
	CourseBadPhone, CourseNoPhone, CourseSeveral, CourseUnclear, CourseUnclear + ".sms",
	CourseWholeYear, CourseIsGrown, CourseGrownYes, CourseGrownNo,
	CourseYoung, CourseYoung + ".sms",
	CourseAskGuardian, CourseAskGuardian + ".sms",
	CourseNotAsked, CourseGuardFirst,
	CourseCheck, CourseCheck + ".sms",
	CourseCheckAge, CourseVillage, CourseGuardian, CourseOK, CourseFix, CourseFixWhich, CourseFixLine,
	CourseAskAge, CourseAskAge + ".sms", CourseNotDown, CourseChoose, CourseWhichPart, CourseIsName, CourseIsVillage, CourseBack, CourseLeft, CourseLeftNews, CourseNoTrade, CourseNoDay, CourseNoPlace,
	CoursePartName, CoursePartYear, CoursePartVillage, CoursePartPhone, CourseGoOn,
	CourseDone, CourseDone + ".sms",
	CourseDoneSeat, CourseDoneWait, CourseHas, CourseHasMany, CourseAddOther, CourseLook, CourseWithdraw, CourseWhose,
	CourseCard, CourseWaitsAs, CourseUntil, CourseNotMine, CourseNoneMine, CourseSure, CourseSureYes, CourseSureNo, CourseKept, CourseWithdrawn, CourseRejoin,
	CourseAnother, CourseMine, CourseMineWish,
	CourseInvite, CourseInviteFoot, CourseTake, CourseTake + ".sms", CourseLater, CourseLater + ".sms", CourseGiveUp, CourseGiveUp + ".sms",
	CourseTaken, CourseTakenDay, CourseGivenBack, CourseLaterDone, CourseRemind, CourseExpired, CourseMoved, CourseBegins,
	CourseNewDay, CourseNews, CourseJoinThis,
	WishAsk, WishAsk + ".sms",
	WishDone, WishOpen, WishTell, WishQuiet, WishWho, WishWho + ".sms",
	WishSkip, WishThanks, WishUnclear,
}

// Why something about a course is not done.
const (
	CourseBadName      ID = "course_bad_name"
	CourseBadShort     ID = "course_bad_short"
	CourseBadWords     ID = "course_bad_words"
	CourseBadSeats     ID = "course_bad_seats"
	CourseBadDays      ID = "course_bad_days"
	CourseBadState     ID = "course_bad_state"
	CourseBadStatus    ID = "course_bad_status"
	CourseNoCommune    ID = "course_no_commune"
	CourseChanged      ID = "course_changed"
	CourseFewSeats     ID = "course_few_seats"
	CourseNoStart      ID = "course_no_start"
	CourseNoCode       ID = "course_no_code"
	CourseNoSeat       ID = "course_no_seat"
	CourseNoWitness    ID = "course_no_witness"
	CourseNeedName     ID = "course_need_name"
	CourseNeedYear     ID = "course_need_year"
	CourseNeedGuardian ID = "course_need_guardian"
	CourseTooYoung     ID = "course_too_young"
	CourseNotOpen      ID = "course_not_open"
	CourseTwice        ID = "course_twice"
	CourseMany         ID = "course_many"
	CourseManyWishes   ID = "course_many_wishes"
	CourseNotInvited   ID = "course_not_invited"
	CourseTooLate      ID = "course_too_late"
	CourseBegun        ID = "course_begun"
	CourseHasPhone     ID = "course_has_phone"
)

var courseRefusalIDs = []ID{
	CourseBadName, CourseBadShort, CourseBadWords, CourseBadSeats, CourseBadDays, CourseBadState, CourseBadStatus, CourseNoCommune,
	CourseChanged, CourseFewSeats, CourseNoStart, CourseNoCode, CourseNoSeat, CourseNoWitness, CourseNeedName, CourseNeedYear,
	CourseNeedGuardian, CourseTooYoung, CourseNotOpen, CourseTwice, CourseMany, CourseManyWishes, CourseNotInvited, CourseTooLate,
	CourseBegun, CourseHasPhone,
}

// CoursePaper is the letter for somebody without a phone.
const CoursePaper ID = "course_paper"

// The statuses of a registration and the states of a course, in words.
var courseStateIDs = []ID{
	"course_is_interested", "course_is_waiting", "course_is_invited", "course_is_accepted", "course_is_declined", "course_is_expired",
	"course_is_learning", "course_is_finished", "course_is_left", "course_is_withdrawn",
	"course_state_draft", "course_state_open", "course_state_full", "course_state_closed", "course_state_done",
}

var courseIDs = slices.Concat(courseTalkIDs, courseRefusalIDs, courseStateIDs, []ID{CoursePaper})
