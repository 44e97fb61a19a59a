// Package report is numbers and lists out, in files an office can use.
package report
