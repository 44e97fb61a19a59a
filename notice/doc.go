// Package notice is programme news from its draft to its correction: what an
// officer writes, what each phone will show, who gets it, who has to agree,
// when it leaves and how far it came. It has a room of its own because a
// message to four hundred houses cannot be taken back: everything that keeps
// a wrong one from leaving lies together, and is tried without a gateway.
//
// A notice goes
//
//	draft → tested → submitted → approved → counting → first → held → sending → done
//	                    ↓                                 ↘      ↓      ↙
//	                 returned                               paused
//
// and can be cancelled until it is done. Before "first" nothing waits to be
// sent: undoing needs no gateway. The people of "first" are few, and "held"
// gives them time to say that it is wrong.
//
// Everything here decides and returns what changes; nothing writes. Time moves
// a notice only through Pump.
package notice
