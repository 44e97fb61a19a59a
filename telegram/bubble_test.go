package telegram

import (
	"testing"
	"testing/synctest"
)

// bubble runs a test with a clock of its own.
func bubble(t *testing.T, test func(*testing.T)) {
	t.Helper()
	theSpec(t) // it is read with the real clock
	synctest.Test(t, test)
}

// settle waits until all have come to rest.
func settle() { synctest.Wait() }
