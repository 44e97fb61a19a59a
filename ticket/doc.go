// Package ticket is questions a person answers, and until when.
package ticket
