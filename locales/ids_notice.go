package locales

// What notices are made of, and why one cannot be sent.
const (
	NoticeChat          ID = "notice_chat"
	NoticeBrand         ID = "notice_brand"
	NoticeTwoWay        ID = "notice_two_way"
	NoticeSpeaker       ID = "notice_speaker"
	NoticeUrgentChat    ID = "notice_urgent_chat"
	NoticeUrgentBrand   ID = "notice_urgent_brand"
	NoticeUrgentTwoWay  ID = "notice_urgent_two_way"
	NoticeUrgentSpeaker ID = "notice_urgent_speaker"
	NoticeFixChat       ID = "notice_fix_chat"
	NoticeFixBrand      ID = "notice_fix_brand"
	NoticeFixTwoWay     ID = "notice_fix_two_way"
	NoticeFixSpeaker    ID = "notice_fix_speaker"
	NoticeChatStop      ID = "notice_chat_stop"
	NoticeCome          ID = "notice_come"
	NoticeAskMore       ID = "notice_ask_more"
	NoticeStop          ID = "notice_stop"

	NoticeFormMeeting ID = "notice_form_meeting"
	NoticeFormCourse  ID = "notice_form_course"
	NoticeFormHousing ID = "notice_form_housing"
	NoticeFormLoan    ID = "notice_form_loan"
	NoticeFormOther   ID = "notice_form_other"
	NoticeFieldTime   ID = "notice_field_time"
	NoticeFieldDay    ID = "notice_field_day"
	NoticeFieldPlace  ID = "notice_field_place"
	NoticeFieldAbout  ID = "notice_field_about"

	NoticeEmpty        ID = "notice_empty"
	NoticeWrongWeekday ID = "notice_wrong_weekday"
	NoticeNoSuchDay    ID = "notice_no_such_day"
	NoticePastDay      ID = "notice_past_day"
	NoticeNextYear     ID = "notice_next_year"
	NoticeWrongHour    ID = "notice_wrong_hour"
	NoticeNoDay        ID = "notice_no_day"
	NoticeNoHour       ID = "notice_no_hour"
	NoticeNoPlace      ID = "notice_no_place"
	NoticeOnlyWeekday  ID = "notice_only_weekday"
	NoticeWhichDay     ID = "notice_which_day"
	NoticeReadsWrong   ID = "notice_reads_wrong"
	NoticePoverty      ID = "notice_poverty"
	NoticeNotOurs      ID = "notice_not_ours"
	NoticeNoMarks      ID = "notice_no_marks"
	NoticeLong         ID = "notice_long"
	NoticeAgain        ID = "notice_again"
	NoticeNobody       ID = "notice_nobody"
	NoticeOverBudget   ID = "notice_over_budget"
	NoticeNoCommune    ID = "notice_no_commune"
	NoticeAtSeven      ID = "notice_at_seven"
	NoticeTooLate      ID = "notice_too_late"

	NoticeWhere        ID = "notice_where"
	NoticeNoTopic      ID = "notice_no_topic"
	NoticeNoTemplate   ID = "notice_no_template"
	NoticeFieldMissing ID = "notice_field_missing"
	NoticeNoCode       ID = "notice_no_code"
	NoticeOtherWay     ID = "notice_other_way"
	NoticeWrongState   ID = "notice_wrong_state"
	NoticeChanged      ID = "notice_changed"
	NoticePastTime     ID = "notice_past_time"
	NoticeQuietTime    ID = "notice_quiet_time"
	NoticeUntested     ID = "notice_untested"
	NoticeOwnText      ID = "notice_own_text"
	NoticeCoolOff      ID = "notice_cool_off"
	NoticeWrongCode    ID = "notice_wrong_code"
	NoticeNotThisText  ID = "notice_not_this_text"
	NoticeNoReason     ID = "notice_no_reason"
	NoticeEnded        ID = "notice_ended"
	NoticeNothingOut   ID = "notice_nothing_out"
	NoticeOneCommune   ID = "notice_one_commune"
	NoticeNoReview     ID = "notice_no_review"
	NoticeOwnReview    ID = "notice_own_review"
	NoticeNoneFailed   ID = "notice_none_failed"
	NoticeNoContact    ID = "notice_no_contact"

	NoticeIsDraft     ID = "notice_is_draft"
	NoticeIsTested    ID = "notice_is_tested"
	NoticeIsSubmitted ID = "notice_is_submitted"
	NoticeIsApproved  ID = "notice_is_approved"
	NoticeIsCounting  ID = "notice_is_counting"
	NoticeIsFirst     ID = "notice_is_first"
	NoticeIsHeld      ID = "notice_is_held"
	NoticeIsSending   ID = "notice_is_sending"
	NoticeIsDone      ID = "notice_is_done"
	NoticeIsReturned  ID = "notice_is_returned"
	NoticeIsPaused    ID = "notice_is_paused"
	NoticeIsCancelled ID = "notice_is_cancelled"

	NoticeWhyHand        ID = "notice_why_hand"
	NoticeWhyComplaints  ID = "notice_why_complaints"
	NoticeWhyFailing     ID = "notice_why_failing"
	NoticeWhyChanged     ID = "notice_why_changed"
	NoticeWhyCorrecting  ID = "notice_why_correcting"
	NoticeWhyOver        ID = "notice_why_over"
	NoticeWhyGone        ID = "notice_why_gone"
	NoticeWhyStopped     ID = "notice_why_stopped"
	NoticeWhyUnreachable ID = "notice_why_unreachable"
	NoticeWhyToday       ID = "notice_why_today"
	NoticeWhyMonth       ID = "notice_why_month"
	NoticeWhyMarked      ID = "notice_why_marked"
	NoticeWhyLinked      ID = "notice_why_linked"
	NoticeWhyNoRoute     ID = "notice_why_no_route"
	NoticeFailNumber     ID = "notice_fail_number"
	NoticeFailBlocked    ID = "notice_fail_blocked"
	NoticeFailExpired    ID = "notice_fail_expired"
	NoticeFailBudget     ID = "notice_fail_budget"
	NoticeFailCancelled  ID = "notice_fail_cancelled"
	NoticeFailForgotten  ID = "notice_fail_forgotten"
	NoticeFailUnsure     ID = "notice_fail_unsure"
	NoticeFailRoute      ID = "notice_fail_route"
	NoticeFailOther      ID = "notice_fail_other"

	NoticeTellApprove    ID = "notice_tell_approve"
	NoticeTellAlone      ID = "notice_tell_alone"
	NoticeTellCounting   ID = "notice_tell_counting"
	NoticeTellReturned   ID = "notice_tell_returned"
	NoticeTellEdited     ID = "notice_tell_edited"
	NoticeTellUndone     ID = "notice_tell_undone"
	NoticeTellCancelled  ID = "notice_tell_cancelled"
	NoticeTellPaused     ID = "notice_tell_paused"
	NoticeTellSelfPaused ID = "notice_tell_self_paused"
	NoticeTellWrong      ID = "notice_tell_wrong"
	NoticeTellResumed    ID = "notice_tell_resumed"
	NoticeTellUnfit      ID = "notice_tell_unfit"
	NoticeTellDone       ID = "notice_tell_done"
	NoticeTellEmergency  ID = "notice_tell_emergency"
	NoticeTellOverdue    ID = "notice_tell_overdue"
	NoticeTellReviewed   ID = "notice_tell_reviewed"
	NoticeTestSMS        ID = "notice_test_sms"
	NoticeDoApprove      ID = "notice_do_approve"
	NoticeDoReturn       ID = "notice_do_return"
	NoticeDoCancel       ID = "notice_do_cancel"
	NoticeDoPause        ID = "notice_do_pause"
	NoticeDoResume       ID = "notice_do_resume"
	NoticeDoCorrect      ID = "notice_do_correct"
	NoticeDoReview       ID = "notice_do_review"
	NoticeDoReport       ID = "notice_do_report"

	NoticeGenuine       ID = "notice_genuine"
	NoticeGenuineFixed  ID = "notice_genuine_fixed"
	NoticeCorrects      ID = "notice_corrects"
	NoticeGenuineBefore ID = "notice_genuine_before"
	NoticeDoubted       ID = "notice_doubted"
	NoticeWithdrawn     ID = "notice_withdrawn"
	NoticeUnknownCode   ID = "notice_unknown_code"
	NoticeComing        ID = "notice_coming"
	NoticeOverNow       ID = "notice_over_now"
	NoticeAskNow        ID = "notice_ask_now"
	NoticeAbout         ID = "notice_about"
	NoticeMineComing    ID = "notice_mine_coming"
	NoticeMineWrong     ID = "notice_mine_wrong"
	NoticeWrongHeard    ID = "notice_wrong_heard"
)

var noticeIDs = []ID{
	NoticeChat, NoticeBrand, NoticeTwoWay, NoticeSpeaker, NoticeUrgentChat, NoticeUrgentBrand, NoticeUrgentTwoWay,
	NoticeUrgentSpeaker, NoticeFixChat, NoticeFixBrand, NoticeFixTwoWay, NoticeFixSpeaker, NoticeChatStop, NoticeCome,
	NoticeAskMore, NoticeStop, NoticeFormMeeting, NoticeFormCourse, NoticeFormHousing, NoticeFormLoan, NoticeFormOther,
	NoticeFieldTime, NoticeFieldDay, NoticeFieldPlace, NoticeFieldAbout, NoticeEmpty, NoticeWrongWeekday,
	NoticeNoSuchDay, NoticePastDay, NoticeNextYear, NoticeWrongHour, NoticeNoDay, NoticeNoHour, NoticeNoPlace,
	NoticeOnlyWeekday, NoticeWhichDay, NoticeReadsWrong, NoticePoverty, NoticeNotOurs, NoticeNoMarks, NoticeLong,
	NoticeAgain, NoticeNobody, NoticeOverBudget, NoticeNoCommune, NoticeAtSeven, NoticeTooLate, NoticeWhere,
	NoticeNoTopic, NoticeNoTemplate, NoticeFieldMissing, NoticeNoCode, NoticeOtherWay, NoticeWrongState, NoticeChanged,
	NoticePastTime, NoticeQuietTime, NoticeUntested, NoticeOwnText, NoticeCoolOff, NoticeWrongCode, NoticeNotThisText,
	NoticeNoReason, NoticeEnded, NoticeNothingOut, NoticeOneCommune, NoticeNoReview, NoticeOwnReview, NoticeNoneFailed,
	NoticeNoContact, NoticeIsDraft, NoticeIsTested, NoticeIsSubmitted, NoticeIsApproved, NoticeIsCounting, NoticeIsFirst,
	NoticeIsHeld, NoticeIsSending, NoticeIsDone, NoticeIsReturned, NoticeIsPaused, NoticeIsCancelled, NoticeWhyHand,
	NoticeWhyComplaints, NoticeWhyFailing, NoticeWhyChanged, NoticeWhyCorrecting, NoticeWhyOver, NoticeWhyGone,
	NoticeWhyStopped, NoticeWhyUnreachable, NoticeWhyToday, NoticeWhyMonth, NoticeWhyMarked, NoticeWhyLinked,
	NoticeWhyNoRoute, NoticeFailNumber, NoticeFailBlocked, NoticeFailExpired, NoticeFailBudget, NoticeFailCancelled,
	NoticeFailForgotten, NoticeFailUnsure, NoticeFailRoute, NoticeFailOther, NoticeTellApprove, NoticeTellAlone,
	NoticeTellCounting, NoticeTellReturned, NoticeTellEdited, NoticeTellUndone, NoticeTellCancelled, NoticeTellPaused,
	NoticeTellSelfPaused, NoticeTellWrong, NoticeTellResumed, NoticeTellUnfit, NoticeTellDone, NoticeTellEmergency, NoticeTellOverdue,
	NoticeTellReviewed, NoticeTestSMS, NoticeDoApprove, NoticeDoReturn, NoticeDoCancel, NoticeDoPause, NoticeDoResume,
	NoticeDoCorrect, NoticeDoReview, NoticeDoReport, NoticeGenuine, NoticeGenuine + ".sms",
	NoticeGenuineFixed, NoticeGenuineFixed + ".sms", NoticeCorrects, NoticeGenuineBefore, NoticeDoubted, NoticeWithdrawn,
	NoticeUnknownCode, NoticeUnknownCode + ".sms", NoticeComing, NoticeOverNow, NoticeAskNow, NoticeAbout,
	NoticeMineComing, NoticeMineWrong, NoticeWrongHeard,
}
