package bot

// ticketState is what a dialogue about questions a person answers has so far.
type ticketState struct{}

// ticketTalk is the conversation about questions a person answers.
func ticketTalk() talk { return talk{} }
