package check

import (
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
)

// noAmount are the words for a figure that nobody knows or that another has
// to say.
var noAmount = []string{
	"không ghi số tiền", "chưa có con số", "chưa biết mức", "bao nhiêu thì hỏi", "xã xét rồi mới báo số tiền",
}

// amounts looks whether a likely says what it is about: how much money or at
// what rate, or that no figure is known. Hope without a figure is what those
// who cheat live on.
func amounts(j *judge) {
	j.eachRule(func(r *content.Rule) {
		if !j.walk(r).verdicts[eligibility.Likely] || j.amount(r.Benefit) || j.amount(r.Verdicts[eligibility.Likely]) {
			return
		}
		for i := range r.Results {
			if j.everyAnswerHasAmount(r, r.Results[i].Question) {
				return
			}
		}
		j.add(r, "quy tắc %q có kết quả %q mà không nói được bao nhiêu: thêm con số vào benefit, hoặc vào results cho từng lựa chọn, hoặc viết là chưa có con số", r.ID, eligibility.Likely)
	})
}

// everyAnswerHasAmount reports whether each answer to a question that may lead
// to likely brings a sentence with an amount.
func (j *judge) everyAnswerHasAmount(r *content.Rule, question string) bool {
	for _, o := range optionsOf(r, question) {
		tells := func(out content.Outcome) bool {
			return out.Question == question && slices.Contains(out.Options, o.Key) && j.amount(out.Words)
		}
		if wanted(r, question, o.Key) && !slices.ContainsFunc(r.Results, tells) {
			return false
		}
	}
	return true
}

// amount reports whether words say a sum or a rate, or that none is known.
func (j *judge) amount(w content.Words) bool {
	plain := onlyWords(w.Long)
	for _, phrase := range noAmount {
		if strings.Contains(plain, " "+phrase+" ") {
			return true
		}
	}
	return slices.ContainsFunc(content.References(w.Long), j.isMoney)
}

func (j *judge) isMoney(ref string) bool {
	id, ok := factOf(ref)
	if !ok {
		return false
	}
	key := ref[strings.LastIndex(ref, ".")+1:]
	return slices.ContainsFunc(j.lib.Facts[id], func(f *content.Fact) bool {
		value, _ := f.Value(key)
		return strings.Contains(value, "đồng") || strings.Contains(value, "%")
	})
}
