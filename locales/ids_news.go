package locales

// What a resident hears about programme news, consent and their own data.
const ()

var newsIDs = []ID{}
