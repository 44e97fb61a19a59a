//go:build race

package main

// Training takes ten times as long under the race detector; "make test" runs
// the script that trains once more without it.
const raced = true
