package bot

// newsState is what a dialogue about programme news and a resident's own data has so far.
type newsState struct{}

// newsTalk is the conversation about programme news and a resident's own data.
func newsTalk() talk { return talk{} }
