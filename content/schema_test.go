package content

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"tinban/eligibility"
)

var update = flag.Bool("update", false, "write schema.json as the records are now")

// says is what an editor shows beside a field, by record and field.
var says = map[string]string{
	"Answer.id":            "Mã: một nhãn trong labels.yaml, hoặc nhãn/biến-thể.",
	"Answer.title":         "Mấy chữ đầu của câu trả lời, cũng là chữ trên nút. Nhiều nhất 40 chữ cái.",
	"Answer.long":          "Bài dài, cho Telegram và khi bà con soạn TIEP. Con số viết là {MÃ-DỮ-KIỆN.khoá}.",
	"Answer.short":         "Bài ngắn cho SMS: bỏ dấu rồi phải vừa 2 tin, tốt nhất là 1 tin.",
	"Answer.loud":          "Lời đọc loa: đọc to không quá 60 giây, không gạch đầu dòng, không địa chỉ mạng.",
	"Answer.words":         "Chữ bà con hay viết khi hỏi đúng bài này, không phải bài khác cùng nhãn.",
	"Answer.asks":          "Các câu bà con có thể hỏi mà bài này trả lời. Máy học từ đây.",
	"Answer.sources":       "Căn cứ của cả bài, ngoài căn cứ của từng dữ kiện.",
	"Answer.office":        "Mã cơ quan trong offices.yaml: bà con đến đâu.",
	"Answer.check":         "Mã các chương trình mà bài này mời kiểm tra điều kiện.",
	"Answer.see":           "Nhãn hoặc mã bài nên xem tiếp.",
	"Answer.notes":         "Mã các câu nhắc chung trong notes.yaml.",
	"Answer.review_months": "Bao nhiêu tháng phải xem lại một lần.",
	"Fact.id":              "Mã dữ kiện, ví dụ LOAN-01.",
	"Fact.statement":       "Điều đã biết, viết bằng lời của mình.",
	"Fact.values":          "Mỗi con số một khoá. Bài viết gọi bằng {MÃ.khoá}.",
	"Fact.doc":             "Mã văn bản trong documents.yaml.",
	"Fact.section":         "Điều, khoản, mục của văn bản.",
	"Fact.use":             "say: được nói; caveat: nói kèm câu nhắc hỏi lại; internal, never, unverified: không nói.",
	"Fact.hash":            "Dấu kiểm, do lệnh \"tinban facts approve\" ghi. Không tự sửa.",
	"Rule.programme":       "Mã chương trình; nhiều bản của một chương trình khác nhau ở ngày.",
	"Rule.group":           "Mã chủ đề trong labels.yaml.",
	"Rule.max_questions":   "Số câu hỏi nhiều nhất, báo trước cho bà con.",
	"Rule.tests":           "Các trường hợp thử: trả lời thế này thì kết quả phải là thế kia.",
	"Criterion.met":        "Chọn các ý này là đạt điều kiện.",
	"Criterion.unmet":      "Chọn các ý này là không đạt. Ý không nằm ở đâu là chưa rõ.",
	"Criterion.basis":      "Căn cứ của điều kiện: văn bản và điều khoản.",
	"Question.keep":        "session: nhớ 48 giờ; contact: nhớ làm xã của bà con; none: không bao giờ ghi lại.",
	"Question.why":         "Vì sao hỏi, nói khi bà con gửi dấu ?.",
	"Option.prior":         "Bao nhiêu nhà chọn ý này, từ 0 đến 1. Chỉ để xếp thứ tự câu hỏi.",
	"Office.successor":     "Cơ quan làm thay sau khi cơ quan này hết.",
	"Urgent.words":         "Chữ của người đang gặp nguy. Dấu … thay cho tối đa ba chữ.",
	"Urgent.unless":        "Có một trong các chữ này thì chỉ là hỏi, không phải kêu cứu.",
}

// An editor that knows the shape of a record catches a slip while it is typed.
func TestSchemaIsOfTheRecords(t *testing.T) {
	day := &jsonschema.Schema{Description: "Một ngày: 2026-01-31, hoặc chỉ năm: 2026.",
		AnyOf: []*jsonschema.Schema{{Type: "string"}, {Type: "integer"}, {Type: "null"}}}
	r := jsonschema.Reflector{
		FieldNameTag: "yaml", RequiredFromJSONSchemaTags: true, Anonymous: true,
		Mapper: func(t reflect.Type) *jsonschema.Schema {
			switch t {
			case reflect.TypeFor[Since](), reflect.TypeFor[Until](), reflect.TypeFor[eligibility.Date]():
				return day
			}
			return nil
		},
	}
	schema := r.Reflect(&file{})
	schema.Title = "Nội dung của Tin Bản"
	for record, def := range schema.Definitions {
		for field := def.Properties.Oldest(); field != nil; field = field.Next() {
			if field.Value.Ref == "" && field.Value.Description == "" {
				field.Value.Description = says[strings.ToUpper(record[:1])+record[1:]+"."+field.Key]
			}
		}
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("schema.json is not of the records as they are: go test ./content -run Schema -update")
	}
	for _, field := range []string{"Answer.loud", "Fact.values", "Criterion.basis"} {
		if !strings.Contains(string(got), says[field]) {
			t.Errorf("schema.json does not explain %s", field)
		}
	}
}
