// Package sms is the SMS channel: gateways that carry messages between phones
// and this service, one file each, and what they share.
//
// There are several because no single way works for everybody in Vietnam: an
// international provider cannot receive from Vietnamese numbers, an ordinary
// SIM in an Android phone can but sends slowly, an operator's link does both
// for those who have a contract. To the rest of the house they are one thing:
// something that sends an msg.Outbound, hands an msg.Inbound to a Sink, and
// says later how far a message got.
//
// The rules every gateway here keeps: what comes in is acknowledged only when
// the Sink has stored it; a callback is believed only when it is signed or
// carries the secret; nothing that is logged or returned as an error holds a
// number, a text or a token.
package sms

import (
	"context"
	"net/http"
	"time"

	"tinban/msg"
)

// Gateway is one way in and out. It starts without the network and its methods
// may be called by several goroutines.
type Gateway interface {
	// Name is the route's name, as the configuration gives it.
	Name() string
	// Caps is what it can do; it never changes.
	Caps() msg.Caps
	// Send makes one call and returns the provider's ref. Its errors are
	// *msg.SendError.
	Send(ctx context.Context, out msg.Outbound) (ref string, err error)
	// Mount registers the paths the provider calls, all below
	// "/gateways/" + Name() + "/".
	Mount(mux *http.ServeMux)
	// Test proves the set-up without sending anything to a resident. Its error
	// says in words what is wrong and what to do.
	Test(ctx context.Context) error
}

// Catcher is a Gateway that can fetch what came in while nobody listened.
type Catcher interface {
	// CatchUp hands to the Sink what the provider took since then. What was
	// already stored is refused there by its ref.
	CatchUp(ctx context.Context, since time.Time) error
}

// Receipts takes what a provider says later about a message. An unknown ref
// changes nothing.
type Receipts interface {
	Receipt(ctx context.Context, r msg.Receipt) error
}

// House is what a gateway needs of the service.
type House struct {
	Sink     msg.Sink
	Receipts Receipts
	Now      func() time.Time
	// Client makes the calls; its Transport and Timeout are the caller's
	// choice, so that tests stand in the way of the network.
	Client *http.Client
	// Public is where the world reaches this service, without a slash at the
	// end: "https://tinban.example.vn". Signatures are made over it.
	Public string
}
