package check

import (
	"testing"

	"tinban/content"
)

// BenchmarkCheck is what an officer waits for after a change: the folder is
// read, its examples too, and everything is judged.
func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		lib, err := content.Load(content.Embedded())
		if err != nil {
			b.Fatal(err)
		}
		examples, err := lib.Examples()
		if err != nil {
			b.Fatal(err)
		}
		Run(lib, examples)
	}
}
