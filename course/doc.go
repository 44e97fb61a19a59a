// Package course is vocational courses: who may learn what, where and when,
// who put their name down, who has a seat and who waits for one, and which
// trades people would learn if there were a course. It has a room of its own
// because a seat may be given once only, whoever asks for it and however: by a
// message, at the terminal or on a page.
//
// All of it is pure. A function reads a store.Reader, returns what changes,
// and may be run more than once. Records lie on three shelves:
//
//	course         ID → Course            keys id/ID, open/COMMUNE, fill, tell
//	registration   code → Registration    keys in/COURSE/all/ORDER, …/seat/ORDER, …/wait/ORDER, due/TIME
//	wish           contact/trade → Wish   keys all/TRADE/COMMUNE, want/TRADE/COMMUNE
//
// A registration and a wish belong to their contact: XOA takes them away
// whole, and what was theirs, a seat, is seen to be free at the next look.
package course
