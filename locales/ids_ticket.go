package locales

// What is said about questions a person answers.
const ()

var ticketIDs = []ID{}
