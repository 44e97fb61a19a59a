// Package understand reads Vietnamese the way people really type it and ranks
// what they may mean.
//
// It exists because the messages that matter come from keypad phones and
// hurried thumbs: without marks, in raw Telex or VNI, in Huế words, in teen
// spelling, as one long word. A message is first brought to an ordinary form by
// a readable list of small steps (steps.go), then ranked by a light linear model
// together with the examples nearest to it (model.go), and the ranking is turned
// into answer, ask back or unknown for stated costs (decide.go).
//
// The package does no I/O and knows no programme: labels are opaque strings that
// come with the examples, except a few conversational ones (greeting, thanks…)
// and out_of_scope, whose behaviour is part of reading.
package understand

// Example is one line people might type and the label it should get.
type Example struct {
	Label, Text string
	// Trial lines are written as people write, by somebody who has not the other
	// examples in mind. Before it learns them, the reader is tried on them: they
	// decide how sure it may be.
	Trial bool
}

// Meaning is one label with the calibrated probability that it is the right one.
type Meaning struct {
	Label string
	P     float64
}

// Reading is everything the package can say about one message.
type Reading struct {
	// Typed is the text in NFC, without control characters, blanks collapsed, clipped.
	Typed string
	// Plain is Typed in lower case without marks and punctuation, for commands.
	Plain string
	// Normal is the text after normalisation, with the marks that are known.
	Normal string
	// Digits holds the choices when the whole message is digits and separators.
	Digits []int
	// Ranked lists the likeliest meanings, best first, at most five.
	Ranked []Meaning
}

// OutOfScope is the label of everything the service has no answer for.
const OutOfScope = "out_of_scope"

// smallTalk labels win only when they cover nearly the whole message: a
// question that begins with "chào bác sĩ" is not a greeting.
var smallTalk = map[string]bool{
	"greeting": true, "thanks": true, "goodbye": true,
	"help_menu": true, "human_agent": true, "unsubscribe": true,
}
