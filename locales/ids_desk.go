package locales

// What staff hear: sign-in, rights, and the Telegram desk.
const (
	// Why staff may not: see staff.
	RefuseRole      ID = "refuse_role"
	RefuseCommune   ID = "refuse_commune"
	StaffEverywhere ID = "staff_everywhere"
	StaffUnknown    ID = "staff_unknown"
	StaffBadID      ID = "staff_bad_id"
	StaffTaken      ID = "staff_taken"
	StaffBadName    ID = "staff_bad_name"
	StaffBadRole    ID = "staff_bad_role"
	StaffBadCommune ID = "staff_bad_commune"
	StaffNoCommune  ID = "staff_no_commune"
	StaffLastAdmin  ID = "staff_last_admin"
	StaffDisabled   ID = "staff_disabled"
	StaffNoApprover ID = "staff_no_approver" // a warning
	CodeWrong       ID = "code_wrong"
	PasswordShort   ID = "password_short"
	PasswordCommon  ID = "password_common"
	PasswordOwn     ID = "password_own"
	SignInWrong     ID = "signin_wrong"
	SignInLocked    ID = "signin_locked"
	SignInCode      ID = "signin_code"
	TOTPWrong       ID = "totp_wrong"
	SessionOver     ID = "session_over"

	// Linking a chat account.
	CodeOnChat    ID = "code_on_chat"
	CodeAlone     ID = "code_alone"
	Linked        ID = "linked"
	LinkedNews    ID = "linked_news"
	LinkedTickets ID = "linked_tickets"
	LinkedOnly    ID = "linked_only"
	AllCommunes   ID = "all_communes"

	roleAdmin    ID = "role_admin"
	roleLeader   ID = "role_leader"
	roleOfficer  ID = "role_officer"
	roleTraining ID = "role_training"
	roleEditor   ID = "role_editor"
	roleViewer   ID = "role_viewer"

	// Writing a notice.
	DeskCommune      ID = "desk_commune"
	DeskCommuneAgain ID = "desk_commune_again"
	DeskKind         ID = "desk_kind"
	DeskMeeting      ID = "desk_meeting"
	DeskCourse       ID = "desk_course"
	DeskOther        ID = "desk_other"
	DeskUrgent       ID = "desk_urgent"
	DeskTopic        ID = "desk_topic"
	DeskWrite        ID = "desk_write"
	DeskLong         ID = "desk_long"
	DeskRewrite      ID = "desk_rewrite"

	// What it will be.
	DeskPreview  ID = "desk_preview"
	DeskOnChat   ID = "desk_on_chat"
	DeskBySMS    ID = "desk_by_sms"
	DeskPeople   ID = "desk_people"
	DeskMore     ID = "desk_more"
	DeskExcluded ID = "desk_excluded"
	DeskCost     ID = "desk_cost"
	DeskMinutes  ID = "desk_minutes"
	DeskHours    ID = "desk_hours"
	DeskAtOnce   ID = "desk_at_once"
	DeskAtTime   ID = "desk_at_time"
	DeskTest     ID = "desk_test"
	DeskEdit     ID = "desk_edit"
	DeskDrop     ID = "desk_drop"
	DeskSubmit   ID = "desk_submit"
	DeskTime     ID = "desk_time"
	DeskRetry    ID = "desk_retry"
	DeskSee      ID = "desk_see"
	DeskEnd      ID = "desk_end"
	DeskNight    ID = "desk_night"

	// From the test to the approval.
	DeskTested     ID = "desk_tested"
	DeskTestOnly   ID = "desk_test_only"
	DeskAskTime    ID = "desk_ask_time"
	DeskBadTime    ID = "desk_bad_time"
	DeskTimed      ID = "desk_timed"
	DeskSoon       ID = "desk_soon"
	DeskSubmitted  ID = "desk_submitted"
	DeskNobodyHere ID = "desk_nobody_here"
	DeskTooMany    ID = "desk_too_many"
	DeskAskCode    ID = "desk_ask_code"
	DeskWrongCode  ID = "desk_wrong_code"
	DeskCodeOver   ID = "desk_code_over"
	DeskAskWhy     ID = "desk_ask_why"
	DeskReturned   ID = "desk_returned"

	// While it leaves, and after.
	DeskDropped     ID = "desk_dropped"
	DeskEnded       ID = "desk_ended"
	DeskEndedBefore ID = "desk_ended_before"
	DeskSure        ID = "desk_sure"
	DeskPaused      ID = "desk_paused"
	DeskResumed     ID = "desk_resumed"
	DeskRetried     ID = "desk_retried"
	DeskHeldBack    ID = "desk_held_back"
	DeskAskFix      ID = "desk_ask_fix"
	DeskAskNight    ID = "desk_ask_night"
	DeskReview      ID = "desk_review"
	DeskReviewed    ID = "desk_reviewed"

	// How far it came.
	DeskIs          ID = "desk_is"
	DeskBecause     ID = "desk_because"
	DeskProgress    ID = "desk_progress"
	DeskFailures    ID = "desk_failures"
	DeskArrived     ID = "desk_arrived"
	DeskSpent       ID = "desk_spent"
	DeskComing      ID = "desk_coming"
	DeskWrongSaid   ID = "desk_wrong_said"
	DeskList        ID = "desk_list"
	DeskListNone    ID = "desk_list_none"
	DeskLine        ID = "desk_line"
	DeskWaiting     ID = "desk_waiting"
	DeskWaitingNone ID = "desk_waiting_none"

	// An emergency.
	DeskUrgentWhy  ID = "desk_urgent_why"
	DeskUrgentText ID = "desk_urgent_text"
	DeskUrgentCode ID = "desk_urgent_code"
	DeskUrgentOver ID = "desk_urgent_over"
	DeskUrgentSent ID = "desk_urgent_sent"

	// The desk itself.
	DeskLeft        ID = "desk_left"
	DeskDrafts      ID = "desk_drafts"
	DeskUrgentLeft  ID = "desk_urgent_left"
	DeskStillNews   ID = "desk_still_news"
	DeskNotStaff    ID = "desk_not_staff"
	DeskOnPages     ID = "desk_on_pages"
	DeskGone        ID = "desk_gone"
	DeskHelp        ID = "desk_help"
	DeskHelpWrite   ID = "desk_help_write"
	DeskHelpNews    ID = "desk_help_news"
	DeskHelpRead    ID = "desk_help_read"
	DeskHelpApprove ID = "desk_help_approve"
	DeskHelpTickets ID = "desk_help_tickets"
	DeskHelpLeave   ID = "desk_help_leave"
	DeskHelpPages   ID = "desk_help_pages"

	// A course.
	DeskCourseForm    ID = "desk_course_form"
	DeskCourseEdit    ID = "desk_course_edit"
	DeskFormUnread    ID = "desk_form_unread"
	DeskFormMissing   ID = "desk_form_missing"
	DeskFormAgain     ID = "desk_form_again"
	DeskFormNumber    ID = "desk_form_number"
	DeskFormCommune   ID = "desk_form_commune"
	DeskFormDay       ID = "desk_form_day"
	DeskFormPast      ID = "desk_form_past"
	DeskFieldName     ID = "desk_field_name"
	DeskFieldShort    ID = "desk_field_short"
	DeskFieldLength   ID = "desk_field_length"
	DeskFieldPlace    ID = "desk_field_place"
	DeskFieldSeats    ID = "desk_field_seats"
	DeskFieldCommunes ID = "desk_field_communes"
	DeskFieldOpens    ID = "desk_field_opens"
	DeskFieldCloses   ID = "desk_field_closes"
	DeskFieldStarts   ID = "desk_field_starts"
	DeskCourseKept    ID = "desk_course_kept"
	DeskCourseMended  ID = "desk_course_mended"
	DeskCourseIs      ID = "desk_course_is"
	DeskCourseOpened  ID = "desk_course_opened"
	DeskCourseClosed  ID = "desk_course_closed"
	DeskCoursePeople  ID = "desk_course_people"
	DeskCourseGone    ID = "desk_course_gone"
	DeskCourseOpen    ID = "desk_course_open"
	DeskCourseReopen  ID = "desk_course_reopen"
	DeskCourseClose   ID = "desk_course_close"
	DeskCourses       ID = "desk_courses"
	DeskCoursesNone   ID = "desk_courses_none"
	DeskCourseLine    ID = "desk_course_line"
	DeskStateDraft    ID = "desk_state_draft"
	DeskStateOpen     ID = "desk_state_open"
	DeskStateFull     ID = "desk_state_full"
	DeskStateClosed   ID = "desk_state_closed"
	DeskStateDone     ID = "desk_state_done"
	DeskHelpCourse    ID = "desk_help_course"
	DeskHelpCourses   ID = "desk_help_courses"
)

// RoleName is the text that names a role of staff.
func RoleName(role string) ID { return ID("role_" + role) }

var deskIDs = []ID{
	RefuseRole, RefuseCommune, StaffEverywhere, StaffUnknown, StaffBadID, StaffTaken, StaffBadName, StaffBadRole,
	StaffBadCommune, StaffNoCommune, StaffLastAdmin, StaffDisabled, StaffNoApprover, CodeWrong,
	PasswordShort, PasswordCommon, PasswordOwn, SignInWrong, SignInLocked, SignInCode, TOTPWrong, SessionOver,
	CodeOnChat, CodeAlone, Linked, LinkedNews, LinkedTickets, LinkedOnly, AllCommunes,
	roleAdmin, roleLeader, roleOfficer, roleTraining, roleEditor, roleViewer,

	DeskCommune, DeskCommuneAgain, DeskKind, DeskMeeting, DeskCourse, DeskOther, DeskUrgent, DeskTopic, DeskWrite,
	DeskLong, DeskRewrite, DeskPreview, DeskOnChat, DeskBySMS, DeskPeople, DeskMore, DeskExcluded, DeskCost,
	DeskMinutes, DeskHours, DeskAtOnce, DeskAtTime, DeskTest, DeskEdit, DeskDrop, DeskSubmit, DeskTime, DeskRetry,
	DeskSee, DeskEnd, DeskNight, DeskTested, DeskTestOnly, DeskAskTime, DeskBadTime, DeskTimed, DeskSoon, DeskSubmitted,
	DeskNobodyHere, DeskTooMany, DeskAskCode, DeskWrongCode, DeskCodeOver, DeskAskWhy, DeskReturned, DeskDropped,
	DeskEnded, DeskEndedBefore, DeskSure, DeskPaused, DeskResumed, DeskRetried, DeskHeldBack, DeskAskFix, DeskAskNight,
	DeskReview, DeskReviewed, DeskIs, DeskBecause, DeskProgress, DeskFailures, DeskArrived, DeskSpent, DeskComing,
	DeskWrongSaid, DeskList, DeskListNone, DeskLine, DeskWaiting, DeskWaitingNone, DeskUrgentWhy, DeskUrgentText,
	DeskUrgentCode, DeskUrgentOver, DeskUrgentSent, DeskLeft, DeskDrafts, DeskUrgentLeft, DeskStillNews, DeskNotStaff,
	DeskOnPages, DeskGone, DeskHelp, DeskHelpWrite, DeskHelpNews, DeskHelpRead, DeskHelpApprove, DeskHelpTickets,
	DeskHelpLeave, DeskHelpPages, DeskCourseForm, DeskCourseEdit, DeskFormUnread, DeskFormMissing, DeskFormAgain, DeskFormNumber, DeskFormCommune, DeskFormDay, DeskFormPast, DeskFieldName, DeskFieldShort, DeskFieldLength, DeskFieldPlace, DeskFieldSeats, DeskFieldCommunes, DeskFieldOpens, DeskFieldCloses, DeskFieldStarts, DeskCourseKept, DeskCourseMended, DeskCourseIs, DeskCourseOpened, DeskCourseClosed, DeskCoursePeople, DeskCourseGone, DeskCourseOpen, DeskCourseReopen, DeskCourseClose, DeskCourses, DeskCoursesNone, DeskCourseLine, DeskStateDraft, DeskStateOpen, DeskStateFull, DeskStateClosed, DeskStateDone, DeskHelpCourse, DeskHelpCourses,
}
