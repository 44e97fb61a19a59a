package locales

// What is said about questions a person answers: to residents, as refusals
// and warnings to staff, and to staff on Telegram.
const (
	TicketWho             ID = "ticket_who"
	TicketWhoAll          ID = "ticket_who_all"
	TicketSent            ID = "ticket_sent"
	TicketSentCheck       ID = "ticket_sent_check"
	TicketAlready         ID = "ticket_already"
	TicketPlace           ID = "ticket_place"
	TicketSkip            ID = "ticket_skip"
	TicketSentBefore      ID = "ticket_sent_before"
	TicketPlaceAgain      ID = "ticket_place_again"
	TicketSendCheck       ID = "ticket_send_check"
	TicketAskCheck        ID = "ticket_ask_check"
	TicketCallMe          ID = "ticket_call_me"
	TicketCallText        ID = "ticket_call_text"
	TicketCallNumber      ID = "ticket_call_number"
	TicketCallNo          ID = "ticket_call_no"
	TicketCallBad         ID = "ticket_call_bad"
	TicketCallSent        ID = "ticket_call_sent"
	TicketCallNoted       ID = "ticket_call_noted"
	TicketOwnNumber       ID = "ticket_own_number"
	TicketTooMany         ID = "ticket_too_many"
	TicketAnswerHead      ID = "ticket_answer_head"
	TicketOwnWord         ID = "ticket_own_word"
	TicketSource          ID = "ticket_source"
	TicketClearAsk        ID = "ticket_clear_ask"
	TicketClearYes        ID = "ticket_clear_yes"
	TicketClearNo         ID = "ticket_clear_no"
	TicketClearText       ID = "ticket_clear_text"
	TicketThanks          ID = "ticket_thanks"
	TicketMoreAsk         ID = "ticket_more_ask"
	TicketMoreSent        ID = "ticket_more_sent"
	TicketMoreOr          ID = "ticket_more_or"
	TicketMoreYes         ID = "ticket_more_yes"
	TicketMoreNo          ID = "ticket_more_no"
	TicketWaiting         ID = "ticket_waiting"
	TicketOver            ID = "ticket_over"
	TicketNotYours        ID = "ticket_not_yours"
	TicketPlaceStill      ID = "ticket_place_still"
	TicketPlaceAdded      ID = "ticket_place_added"
	TicketWords           ID = "ticket_words"
	TicketWordsNone       ID = "ticket_words_none"
	TicketWordsBack       ID = "ticket_words_back"
	TicketLineAsk         ID = "ticket_line_ask"
	TicketNoneOwn         ID = "ticket_none_own"
	TicketAnsweredToo     ID = "ticket_answered_too"
	TicketMoreHow         ID = "ticket_more_how"
	TicketCallAsked       ID = "ticket_call_asked"
	TicketAskHead         ID = "ticket_ask_head"
	TicketAskFoot         ID = "ticket_ask_foot"
	TicketForwarded       ID = "ticket_forwarded"
	TicketScope           ID = "ticket_scope"
	TicketLate            ID = "ticket_late"
	TicketFilled          ID = "ticket_filled"
	TicketRuleNew         ID = "ticket_rule_new"
	TicketShows           ID = "ticket_shows"
	TicketDueWords        ID = "ticket_due_words"
	TicketWeekdays        ID = "ticket_weekdays"
	TicketNone            ID = "ticket_none"
	TicketDone            ID = "ticket_done"
	TicketTaken           ID = "ticket_taken"
	TicketNoText          ID = "ticket_no_text"
	TicketNoSource        ID = "ticket_no_source"
	TicketNoReason        ID = "ticket_no_reason"
	TicketAlone           ID = "ticket_alone"
	TicketNotMissing      ID = "ticket_not_missing"
	TicketNoOption        ID = "ticket_no_option"
	TicketNoPlace         ID = "ticket_no_place"
	TicketGone            ID = "ticket_gone"
	TicketWarned          ID = "ticket_warned"
	TicketHard            ID = "ticket_hard"
	TicketReads           ID = "ticket_reads"
	TicketPhone           ID = "ticket_phone"
	TicketLink            ID = "ticket_link"
	TicketLong            ID = "ticket_long"
	TicketParts           ID = "ticket_parts"
	TicketStaffNew        ID = "ticket_staff_new"
	TicketStaffRemind     ID = "ticket_staff_remind"
	TicketStaffLate       ID = "ticket_staff_late"
	TicketStaffLeader     ID = "ticket_staff_leader"
	TicketStaffUrgent     ID = "ticket_staff_urgent"
	TicketStaffLine       ID = "ticket_staff_line"
	TicketStaffHow        ID = "ticket_staff_how"
	TicketStaffNone       ID = "ticket_staff_none"
	TicketStaffOpen       ID = "ticket_staff_open"
	TicketStaffMore       ID = "ticket_staff_more"
	TicketStaffLate1      ID = "ticket_staff_late1"
	TicketStaffUrgent1    ID = "ticket_staff_urgent1"
	TicketStaffAlike      ID = "ticket_staff_alike"
	TicketStaffShared     ID = "ticket_staff_shared"
	TicketStaffNoTopic    ID = "ticket_staff_no_topic"
	TicketStaffAsks       ID = "ticket_staff_asks"
	TicketStaffMissing    ID = "ticket_staff_missing"
	TicketStaffCall       ID = "ticket_staff_call"
	TicketStaffReply      ID = "ticket_staff_reply"
	TicketStaffScope      ID = "ticket_staff_scope"
	TicketStaffBack       ID = "ticket_staff_back"
	TicketStaffTaken      ID = "ticket_staff_taken"
	TicketStaffWrite      ID = "ticket_staff_write"
	TicketStaffAskBack    ID = "ticket_staff_ask_back"
	TicketStaffPreview    ID = "ticket_staff_preview"
	TicketStaffSend       ID = "ticket_staff_send"
	TicketStaffSource     ID = "ticket_staff_source"
	TicketStaffWhich      ID = "ticket_staff_which"
	TicketStaffSendSource ID = "ticket_staff_send_source"
	TicketStaffEdit       ID = "ticket_staff_edit"
	TicketStaffDone       ID = "ticket_staff_done"
	TicketStaffLost       ID = "ticket_staff_lost"
	TicketStaffFilled     ID = "ticket_staff_filled"
	TicketStaffKept       ID = "ticket_staff_kept"
	TicketStaffNext       ID = "ticket_staff_next"
)

var ticketIDs = []ID{
	TicketWho,
	TicketWhoAll,
	TicketSent, TicketSent + ".sms",
	TicketSentCheck, TicketSentCheck + ".sms",
	TicketAlready,
	TicketPlace, TicketPlace + ".sms",
	TicketSkip,
	TicketSentBefore,
	TicketPlaceAgain,
	TicketSendCheck, TicketSendCheck + ".sms",
	TicketAskCheck,
	TicketCallMe,
	TicketCallText,
	TicketCallNumber,
	TicketCallNo,
	TicketCallBad,
	TicketCallSent, TicketCallSent + ".sms",
	TicketCallNoted,
	TicketOwnNumber,
	TicketTooMany,
	TicketAnswerHead, TicketAnswerHead + ".sms",
	TicketOwnWord,
	TicketSource,
	TicketClearAsk,
	TicketClearYes,
	TicketClearNo,
	TicketClearText,
	TicketThanks, TicketThanks + ".sms",
	TicketMoreAsk,
	TicketMoreSent,
	TicketMoreOr,
	TicketMoreYes,
	TicketMoreNo,
	TicketWaiting,
	TicketOver,
	TicketNotYours,
	TicketPlaceStill,
	TicketPlaceAdded,
	TicketWords,
	TicketWordsNone,
	TicketWordsBack,
	TicketLineAsk,
	TicketNoneOwn, TicketNoneOwn + ".sms",
	TicketAnsweredToo,
	TicketMoreHow,
	TicketCallAsked,
	TicketAskHead,
	TicketAskFoot,
	TicketForwarded,
	TicketScope, TicketScope + ".sms",
	TicketLate,
	TicketFilled, TicketFilled + ".sms",
	TicketRuleNew,
	TicketShows,
	TicketDueWords,
	TicketWeekdays,
	TicketNone,
	TicketDone,
	TicketTaken,
	TicketNoText,
	TicketNoSource,
	TicketNoReason,
	TicketAlone,
	TicketNotMissing,
	TicketNoOption,
	TicketNoPlace,
	TicketGone,
	TicketWarned,
	TicketHard,
	TicketReads,
	TicketPhone,
	TicketLink,
	TicketLong,
	TicketParts,
	TicketStaffNew,
	TicketStaffRemind,
	TicketStaffLate,
	TicketStaffLeader,
	TicketStaffUrgent,
	TicketStaffLine,
	TicketStaffHow,
	TicketStaffNone,
	TicketStaffOpen,
	TicketStaffMore,
	TicketStaffLate1,
	TicketStaffUrgent1,
	TicketStaffAlike,
	TicketStaffShared,
	TicketStaffNoTopic,
	TicketStaffAsks,
	TicketStaffMissing,
	TicketStaffCall,
	TicketStaffReply,
	TicketStaffScope,
	TicketStaffBack,
	TicketStaffTaken,
	TicketStaffWrite,
	TicketStaffAskBack,
	TicketStaffPreview,
	TicketStaffSend,
	TicketStaffSource,
	TicketStaffWhich,
	TicketStaffSendSource,
	TicketStaffEdit,
	TicketStaffDone,
	TicketStaffLost,
	TicketStaffFilled,
	TicketStaffKept,
	TicketStaffNext,
}
