package locales

// What is said about lists that leave and come back.
const (
	ReportTooLong       ID = "report_too_long"
	ReportEmpty         ID = "report_empty"
	ReportPurpose       ID = "report_purpose"
	ReportPurposeWords  ID = "report_purpose_words"
	ReportPurposeLong   ID = "report_purpose_long"
	ReportPurposeNumber ID = "report_purpose_number"
	ReportNotAList      ID = "report_not_a_list"
	ReportOldFile       ID = "report_old_file"
	ReportMacros        ID = "report_macros"
	ReportTooBig        ID = "report_too_big"
	ReportBroken        ID = "report_broken"
	ReportNotUTF8       ID = "report_not_utf8"
	ReportNoColumns     ID = "report_no_columns"
	ReportHasProblems   ID = "report_has_problems"
)

var reportIDs = []ID{
	ReportTooLong, ReportEmpty,
	ReportPurpose, ReportPurposeWords, ReportPurposeLong, ReportPurposeNumber,
	ReportNotAList, ReportOldFile, ReportMacros, ReportTooBig, ReportBroken, ReportNotUTF8, ReportNoColumns,
	ReportHasProblems,
}
