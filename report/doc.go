// Package report is numbers and lists out, in files an office can use, and one
// column of a list back.
//
// Numbers are counts of events by day, that lead to nobody.
//
// A list is a workbook of three sheets (the rows, a summary that follows them,
// where it comes from) or a CSV file of the same columns; a course's list can
// be given back with its statuses and notes changed, and is then held against
// what is kept now. Lists take plain rows and know no store and no other
// room's records.
//
// It has a room of its own because a file leaves the house: what somebody
// typed must stay text in whatever program opens it (clean.go), nothing of it
// touches a disk of ours on the way, and every list says who asked and what
// for.
//
// What stands in a file is Vietnamese in every language of the service: it is
// a document of a Vietnamese office, and its column heads are how it is read
// when it comes back.
package report
