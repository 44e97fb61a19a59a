// Package ticket is questions a person answers, and until when. What nobody
// has written an answer to, what an eligibility check could not know, a wish
// to be called back and an answer that was wrong all become a ticket: a code
// to say aloud, a day by which it is due, and the officers of one commune, or
// of all of them, who see it. It has a room of its own because a promise must
// be kept in one place: who answers, by when, who is told when it is late.
//
// Deciding is pure: functions read a store.Reader and return what changes.
// Who is told what, in which words, is the bot's affair.
package ticket
