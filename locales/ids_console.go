package locales

// What the staff pages say.
const (
	SkipToContent    ID = "skip_to_content"
	NavMain          ID = "nav_main"
	NavToday         ID = "nav_today"
	SignOut          ID = "sign_out"
	Footer           ID = "footer"
	OtherLanguage    ID = "other_language"
	BackToToday      ID = "back_to_today"
	TitleSignIn      ID = "title_sign_in"
	TodayNothing     ID = "today_nothing"
	ErrTitle         ID = "err_title"
	ErrForeign       ID = "err_foreign"
	ErrSignIn        ID = "err_sign_in"
	ErrNotYours      ID = "err_not_yours"
	ErrTooLarge      ID = "err_too_large"
	ErrNotFound      ID = "err_not_found"
	ErrBroken        ID = "err_broken"
	ErrTooOften      ID = "err_too_often"
	SignInName       ID = "signin_name"
	SignInPassword   ID = "signin_password"
	SignInStep       ID = "signin_step"
	SignInStepHint   ID = "signin_step_hint"
	SignInButton     ID = "signin_button"
	SignInHaveCode   ID = "signin_have_code"
	SignInForgot     ID = "signin_forgot"
	TitleCode        ID = "title_code"
	CodeFirst        ID = "code_first"
	CodeGiven        ID = "code_given"
	CodeCode         ID = "code_code"
	CodeNameHint     ID = "code_name_hint"
	CodeFull         ID = "code_full"
	CodePassword     ID = "code_password"
	CodePasswordHint ID = "code_password_hint"
	CodeAgain        ID = "code_again"
	CodeButton       ID = "code_button"
	TitleResume      ID = "title_resume"
	ResumeOver       ID = "resume_over"
	CodeFirstWrong   ID = "code_first_wrong"
	MeOldWrong       ID = "me_old_wrong"
	PasswordsDiffer  ID = "passwords_differ"
	SaidWelcome      ID = "said_welcome"
)

var consoleIDs = []ID{
	SkipToContent, NavMain, NavToday, SignOut, Footer, OtherLanguage, BackToToday, TitleSignIn, TodayNothing, "table",
	ErrTitle, ErrForeign, ErrSignIn, ErrNotYours, ErrTooLarge, ErrNotFound, ErrBroken,
	ErrTooOften, SignInName, SignInPassword, SignInStep, SignInStepHint, SignInButton, SignInHaveCode, SignInForgot, TitleCode, CodeFirst, CodeGiven, CodeCode, CodeNameHint, CodeFull, CodePassword, CodePasswordHint, CodeAgain, CodeButton, PasswordsDiffer, SaidWelcome, TitleResume, ResumeOver, CodeFirstWrong, MeOldWrong, "resume_kept", "resume_send", "resume_drop", "first_title", "first_what", "first_do", "tour_show",
}
