// Package course is vocational courses: who may learn what, where and when.
package course
