package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	writeTime = 20 * time.Second // a page that takes no byte for so long has gone
	heartbeat = 15 * time.Second // shorter than what proxies give a silent stream
)

// events streams what the phones show, the whole first.
func (s *Simulator) events(w http.ResponseWriter, r *http.Request) {
	id, held := holder(r)
	if !held {
		refuse(w, http.StatusNotFound, sayNoPhone)
		return
	}
	page, leave, ok := s.shelf.open(id)
	if !ok {
		refuse(w, http.StatusServiceUnavailable, sayClosing)
		return
	}
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	out := &stream{w: w, rc: http.NewResponseController(w)}
	out.write("retry: 1000\n\n")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for out.err == nil {
		select {
		case <-r.Context().Done():
			return
		case <-beat.C:
			out.write(": \n\n")
		case u, open := <-page:
			if !open {
				return
			}
			out.update(u)
		}
	}
}

// stream writes events and remembers the first failure.
type stream struct {
	w   io.Writer
	rc  *http.ResponseController
	err error
}

func (s *stream) update(u update) {
	data, err := json.Marshal(u)
	if err != nil {
		s.err = err
		return
	}
	s.write(fmt.Sprintf("data: %s\n\n", data))
}

// write moves the deadline along: the server's own is meant for pages, and
// would end every stream after a while.
func (s *stream) write(event string) {
	if s.err != nil {
		return
	}
	_ = s.rc.SetWriteDeadline(time.Now().Add(writeTime)) // a server without deadlines needs none moved
	if _, s.err = io.WriteString(s.w, event); s.err == nil {
		s.err = s.rc.Flush()
	}
}
