// Package notice is programme news: from a draft to the report of what arrived.
package notice
