package bot

// deskState is what a dialogue about what staff do from Telegram has so far.
type deskState struct{}

// deskTalk is the conversation about what staff do from Telegram.
func deskTalk() talk { return talk{} }

// desk takes what staff do from Telegram: it comes first, because a draft may
// hold any word.
func (t *turn) desk() bool { return false }
