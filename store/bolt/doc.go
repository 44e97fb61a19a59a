// Package bolt keeps everything in one bbolt file. It exists so that one
// binary and one file serve a district with nothing to install beside it.
//
// The file, drawn as a tree. "⋅" joins the fields of a key, "→" points from
// key to value, ID is a ContactID of 16 letters, times are big-endian
// nanoseconds so that keys sort by age, seq is one counter for the whole file.
//
//	├── meta
//	│   ├── version → number of the last migration
//	│   ├── secret → 32 random bytes that key every hash below
//	│   └── probe → zeros, to see whether there is room
//	├── refs                what came in, to know it again
//	│   └── hash(gateway, ref) → time
//	├── addresses           the contact index, one way …
//	│   └── address → ID
//	├── contacts            all that is known of a contact lies together
//	│   ├── ID ⋅ 'a' → address (… and the other way)
//	│   ├── ID ⋅ 'c' → contact and session
//	│   ├── ID ⋅ 'l' ⋅ time ⋅ seq → transcript lines of one message
//	│   ├── ID ⋅ 'o' ⋅ Key → rank ⋅ track ⋅ due ⋅ seq ⋅ outbound: it waits
//	│   ├── ID ⋅ 'r' ⋅ shelf ⋅ 0 ⋅ id → nothing: a record that is theirs
//	│   └── ID ⋅ 's' ⋅ Key → settled: status, time, route, ref, code, group, parts, đồng
//	├── due                 what waits, track by track: hash(route, group)
//	│   └── rank ⋅ track ⋅ time ⋅ seq → ID ⋅ state ⋅ Key
//	├── claimed             what somebody is sending
//	│   └── Key → end of lease ⋅ ID ⋅ state
//	├── sent                to match receipts
//	│   └── hash(route, ref) → ID ⋅ Key, or a receipt that came first
//	├── events              names nobody
//	│   └── time ⋅ seq → event
//	├── samples             names nobody either
//	│   └── time ⋅ seq → sample
//	├── spent               what each month cost
//	│   └── year ⋅ month ⋅ route → messages, parts, đồng
//	├── records             what rooms keep; what a body says is theirs
//	│   └── shelf ⋅ 0 ⋅ id → owner, expiry, keys, body
//	├── found               … by its keys
//	│   └── shelf ⋅ 0 ⋅ key ⋅ 0 ⋅ id → nothing
//	├── expiring            … by when it goes
//	│   └── time ⋅ shelf ⋅ 0 ⋅ id → nothing
//	├── groups              messages that are counted together, the last to each
//	│   └── group ⋅ 0 ⋅ ID → Key
//	└── tallies             how many of a group came to what; names nobody
//	    └── group ⋅ 0 ⋅ route ⋅ 0 ⋅ status ⋅ 0 ⋅ code → messages, parts, đồng
//
// Whatever concerns a contact lies under its ID in contacts, so forgetting is
// deleting one range, with the few entries elsewhere that its records point
// to. Only tallies keep what a forgotten contact counted for. A contact that is forgotten while a last message to it waits keeps 'a' and
// 'o' only, until that message is settled. Refs are kept as keyed hashes,
// because gateways put addresses into them.
//
// One goroutine writes. It takes all calls that are waiting and commits them
// in one transaction, in the order they came: while one commit is on its way
// to the disk the next group gathers, so that nobody waits for a timer. What
// is to be written has been decided before, by each caller for itself and all
// at once, in a read transaction that notes what it looks at (seen.go); the
// writer looks again, and decides again only where it finds something else.
//
// Deleting leaves remnants in unused pages. A compaction copies what is left
// into a file beside this one (compact.go) and swaps the two (swap.go). For
// that, every change of a key passes txn.put or txn.del.
package bolt
