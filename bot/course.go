package bot

// courseState is what a dialogue about vocational courses has so far.
type courseState struct{}

// courseTalk is the conversation about vocational courses.
func courseTalk() talk { return talk{} }
