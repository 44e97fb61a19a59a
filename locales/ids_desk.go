package locales

// What staff hear: sign-in, rights, and the Telegram desk.
const ()

var deskIDs = []ID{}
