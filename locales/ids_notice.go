package locales

// What notices are made of, and why one cannot be sent.
const ()

var noticeIDs = []ID{}
