package bot

// noticeTalk is what residents say to a notice: its code, a button under it,
// or that it is wrong.
func noticeTalk() talk { return talk{} }
