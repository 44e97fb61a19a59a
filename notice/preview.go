package notice

import (
	"time"

	"tinban/store"
)

// Preview is all that somebody must see before they agree to a notice.
type Preview struct {
	Notice   Notice
	Forms    []Forms // what each phone gets, commune by commune
	Audience Audience
	Checks   []Check       // of what has not left, and may
	Leaves   time.Time     // when it left or does; if nobody has agreed to it, were it approved now; zero is never
	Soon     bool          // … that is, when the time to undo it is over
	Takes    time.Duration // from then until all have it
	Hash     string        // of what is shown here: it goes into the Agreement
}

// Preview shows a notice to an audience that has been counted.
func (b *Board) Preview(r store.Reader, n Notice, a Audience, now time.Time) (p Preview, err error) {
	p = Preview{Notice: n, Audience: a, Leaves: b.leaves(n, now), Soon: b.start(n, now).Equal(now.Add(b.undo())), Takes: b.Takes(n, a), Hash: b.hash(n)}
	for _, c := range n.Communes {
		p.Forms = append(p.Forms, b.Forms(n, c))
	}
	if !p.Leaves.IsZero() && !n.Out() {
		p.Checks, err = b.Checks(r, n, &a, now)
	}
	return p, err
}
