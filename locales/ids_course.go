package locales

// What is said about vocational courses.
const ()

var courseIDs = []ID{}
