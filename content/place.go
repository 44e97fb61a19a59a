package content

// Place is where the record begins: the file and the line. Those who judge
// content outside this package point with it.
func (f *Fact) Place() (file string, line int) { return f.at.file, f.at.line }

// Place is where the record begins.
func (d *Document) Place() (file string, line int) { return d.at.file, d.at.line }

// Place is where the record begins.
func (o *Office) Place() (file string, line int) { return o.at.file, o.at.line }

// Place is where the record begins.
func (c *Commune) Place() (file string, line int) { return c.at.file, c.at.line }

// Place is where the record begins.
func (n *Name) Place() (file string, line int) { return n.at.file, n.at.line }

// Place is where the record begins.
func (n *Note) Place() (file string, line int) { return n.at.file, n.at.line }

// Place is where the record begins.
func (l *Label) Place() (file string, line int) { return l.at.file, l.at.line }

// Place is where the record begins.
func (g *Group) Place() (file string, line int) { return g.at.file, g.at.line }

// Place is where the record begins.
func (n *Need) Place() (file string, line int) { return n.at.file, n.at.line }

// Place is where the record begins.
func (a *Answer) Place() (file string, line int) { return a.at.file, a.at.line }

// Place is where the record begins.
func (q *Question) Place() (file string, line int) { return q.at.file, q.at.line }

// Place is where the record begins.
func (r *Rule) Place() (file string, line int) { return r.at.file, r.at.line }
