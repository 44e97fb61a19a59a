package simulator

import (
	"sync"
)

// How much the shelf keeps. A page left open for a month, or a script that
// asks for phones without end, must not fill the memory of the service.
const (
	mostPairs = 100 // two phones each
	mostLines = 200 // on one screen
	mostKeys  = 10000
	backlog   = 64 // updates a slow page may be behind
)

// shelf holds the phones, newest use last to go.
type shelf struct {
	mu     sync.Mutex
	pairs  map[string]*pair
	refs   map[sentKey]string
	keys   []sentKey // the order of refs
	last   int64     // of entry ids and of uses
	closed bool
}

type sentKey struct {
	screen screen
	key    string
}

// pair is what one browser holds in its hands.
type pair struct {
	used  int64
	lines map[screen][]*entry
	total total
	pages map[chan update]struct{}
}

// total is what the service has paid for this keypad phone.
type total struct {
	Parts int `json:"parts"`
	Cost  int `json:"cost"`
}

// update is what a page is told. Whole replaces everything it shows.
type update struct {
	Whole   bool    `json:"whole,omitempty"`
	Entries []entry `json:"entries"`
	Total   total   `json:"total"`
}

func newShelf() *shelf {
	return &shelf{pairs: map[string]*pair{}, refs: map[sentKey]string{}}
}

// take finds the pair or puts a new one on the shelf, and drops the one that
// was not touched for longest.
func (s *shelf) take(id string) *pair {
	s.last++
	p := s.pairs[id]
	if p == nil {
		if len(s.pairs) >= mostPairs {
			s.drop(s.oldest())
		}
		p = &pair{lines: map[screen][]*entry{}, pages: map[chan update]struct{}{}}
		s.pairs[id] = p
	}
	p.used = s.last
	return p
}

func (s *shelf) oldest() (id string) {
	least := s.last
	for i, p := range s.pairs {
		if p.used < least {
			id, least = i, p.used
		}
	}
	return id
}

// drop forgets a pair; its pages are cut off and come back for a fresh one.
func (s *shelf) drop(id string) {
	if p := s.pairs[id]; p != nil {
		for page := range p.pages {
			close(page)
		}
		delete(s.pairs, id)
	}
}

func (s *shelf) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(id)
}

// write shows e on its screen and gives its id.
func (s *shelf) write(p *pair, e entry) int64 {
	s.last++
	e.ID = s.last
	lines := append(p.lines[e.Screen], &e)
	if len(lines) > mostLines {
		// Copied, so that the lines cut off are really let go.
		lines = append([]*entry(nil), lines[len(lines)-mostLines:]...)
	}
	p.lines[e.Screen] = lines
	p.tell(&e)
	return e.ID
}

// deliver shows what the service sent, once for each key: below all else, or in
// place of what it replaces.
func (s *shelf) deliver(id string, e entry, replaces string, inPlace bool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := sentKey{e.Screen, e.key}
	if ref, done := s.refs[k]; done {
		return ref
	}
	ref := "sim-" + newID()
	s.remember(k, ref)
	p := s.take(id)
	p.total.Parts += len(e.Parts)
	p.total.Cost += e.Cost
	if old := p.find(e.Screen, func(o *entry) bool { return replaces != "" && o.key == replaces }); old != nil {
		old.Buttons = nil
		if inPlace {
			old.Text, old.Buttons, old.Chosen, old.key = e.Text, e.Buttons, "", e.key
		}
		p.tell(old)
		if inPlace {
			return ref
		}
	}
	s.write(p, e)
	return ref
}

func (s *shelf) remember(k sentKey, ref string) {
	s.refs[k] = ref
	s.keys = append(s.keys, k)
	if len(s.keys) > mostKeys {
		delete(s.refs, s.keys[0])
		s.keys = s.keys[1:]
	}
}

func (s *shelf) ref(on screen, key string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref, found := s.refs[sentKey{on, key}]
	return ref, found
}

// typed shows what the person wrote. A pressed button is shown by its words
// and stays marked.
func (s *shelf) typed(id string, e entry) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.take(id)
	if e.Choice != "" {
		e.Text = p.press(e.Screen, e.Choice)
	}
	return s.write(p, e)
}

// failed marks a line that the service did not take.
func (s *shelf) failed(id string, on screen, line int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.take(id)
	if e := p.find(on, func(o *entry) bool { return o.ID == line }); e != nil {
		e.Failed = true
		p.tell(e)
	}
}

// press marks the button and gives its label; a button that is gone is shown
// as an old one.
func (p *pair) press(on screen, key string) string {
	label := "(nút cũ)"
	e := p.find(on, func(o *entry) bool {
		for _, b := range o.Buttons {
			if b.Key == key {
				label = b.Label
				return true
			}
		}
		return false
	})
	if e != nil {
		e.Chosen = key
		p.tell(e)
	}
	return label
}

// find gives the newest line that is wanted.
func (p *pair) find(on screen, wanted func(*entry) bool) *entry {
	lines := p.lines[on]
	for i := len(lines) - 1; i >= 0; i-- {
		if wanted(lines[i]) {
			return lines[i]
		}
	}
	return nil
}

// tell passes one line to the pages that are open. One that does not keep up
// is cut off: it comes back and gets the whole again.
func (p *pair) tell(e *entry) {
	u := update{Entries: []entry{*e}, Total: p.total}
	for page := range p.pages {
		select {
		case page <- u:
		default:
			close(page)
			delete(p.pages, page)
		}
	}
}

// open gives a page all there is and then every change; leave ends it.
func (s *shelf) open(id string) (page chan update, leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, nil, false
	}
	p := s.take(id)
	page = make(chan update, backlog)
	whole := update{Whole: true, Entries: []entry{}, Total: p.total}
	for _, on := range []screen{smsScreen, chatScreen} {
		for _, e := range p.lines[on] {
			whole.Entries = append(whole.Entries, *e)
		}
	}
	page <- whole
	p.pages[page] = struct{}{}
	return page, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(p.pages, page)
	}, true
}

func (s *shelf) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, p := range s.pairs {
		for page := range p.pages {
			close(page)
			delete(p.pages, page)
		}
	}
}
