package locales

// What the staff pages say.
const ()

var consoleIDs = []ID{}
