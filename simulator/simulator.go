// Package simulator is two phones in one web page: a keypad phone that takes
// SMS and a chat with buttons. It is an ordinary channel with an ordinary
// contract, so what is tried or trained here goes the road a resident's message
// goes; only the far side, the phone itself, is drawn instead of real.
//
// Each browser holds one pair of phones of its own. What they show lives in
// memory and is bounded; whatever has to last is in the store, as always.
package simulator

import (
	"context"
	"time"

	"tinban/msg"
)

// The names of the two routes, as Inbound.Gateway and Outbound.Route have them.
const (
	RouteSMS  = "sim-sms"
	RouteChat = "sim-chat"
)

// Config is what the two phones need from the service.
type Config struct {
	// Sink takes what is typed, as the bot's Receive does. It is required.
	Sink func(ctx context.Context, in msg.Inbound) error
	// Now stamps the messages; nil is time.Now.
	Now func() time.Time
	// PricePerPart is what one SMS costs, in đồng; 0 is 350.
	PricePerPart int
	// Banner stands above the phones, for a service that answers as of
	// another day; empty shows none.
	Banner string
	// Reset forgets the contact behind an address when somebody takes a new
	// pair of phones; nil leaves the old contact alone.
	Reset func(ctx context.Context, from msg.Address) error
}

// Simulator is the page and the two routes behind it.
type Simulator struct {
	cfg   Config
	shelf *shelf
	sms   *Phone
	chat  *Phone
}

// New makes a simulator; nothing runs until its handler is served.
func New(cfg Config) *Simulator {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.PricePerPart == 0 {
		cfg.PricePerPart = 350
	}
	s := &Simulator{cfg: cfg, shelf: newShelf()}
	s.sms = &Phone{sim: s, route: RouteSMS, screen: smsScreen, caps: msg.Caps{
		Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay,
		Receipts: msg.HandsetReceipt, Idempotent: true, PricePerPart: cfg.PricePerPart,
	}}
	s.chat = &Phone{sim: s, route: RouteChat, screen: chatScreen, caps: msg.Caps{
		Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true, Class: msg.TwoWay,
		Receipts: msg.HandsetReceipt, Idempotent: true,
	}}
	return s
}

// SMS is the route to the keypad phone.
func (s *Simulator) SMS() *Phone { return s.sms }

// Chat is the route to the chat.
func (s *Simulator) Chat() *Phone { return s.chat }

// Close ends the open event streams, which would otherwise hold up a server
// that waits for its requests. Hand it to http.Server.RegisterOnShutdown.
func (s *Simulator) Close() { s.shelf.close() }
