package telegram

import (
	"strings"
	"testing"
)

func TestTrial(t *testing.T) {
	hooked := Config{Secret: secret, Public: "https://tinban.example.vn"}
	ours := "https://tinban.example.vn/gateways/telegram/webhook"
	info := func(fields map[string]any) map[string]reply { return map[string]reply{"getWebhookInfo": ok(fields)} }
	for name, tc := range map[string]struct {
		cfg  Config
		said map[string]reply
		want string // nothing: all is well
	}{
		"polling":               {Config{}, nil, ""},
		"token refused":         {Config{}, map[string]reply{"getMe": no(401, "Unauthorized", "")}, "refuses the token"},
		"token unknown":         {Config{}, map[string]reply{"getMe": no(404, "Not Found", "")}, "refuses the token"},
		"no network":            {Config{}, map[string]reply{"getMe": noNetwork}, "cannot be reached"},
		"a page instead":        {Config{}, map[string]reply{"getMe": {status: 200, body: "<html>Trang bị chặn</html>"}}, "not Telegram"},
		"another API":           {Config{}, map[string]reply{"getMe": ok(map[string]any{"hello": 1})}, "not Telegram"},
		"no page of that name":  {Config{}, map[string]reply{"getMe": {status: 404, body: "<html>404</html>"}}, "not Telegram"},
		"down":                  {Config{}, map[string]reply{"getMe": no(500, "Internal Server Error", "")}, "trouble itself"},
		"quiet":                 {Config{}, map[string]reply{"getMe": no(429, "x", `{"retry_after":9}`)}, "again in 9s"},
		"webhook elsewhere":     {Config{}, info(map[string]any{"url": "https://other.example.vn/s3cret"}), "calls other.example.vn"},
		"webhook, not yet":      {hooked, info(map[string]any{"url": ""}), ""},
		"webhook, set":          {hooked, info(map[string]any{"url": ours, "pending_update_count": 0, "last_error_message": "Connection timed out"}), ""},
		"webhook of another":    {hooked, info(map[string]any{"url": "https://other.example.vn/hook"}), "calls other.example.vn for this bot, not tinban.example.vn"},
		"webhook refused":       {hooked, info(map[string]any{"url": ours, "pending_update_count": 7, "last_error_message": "Wrong response from the webhook: 403 Forbidden"}), "7 messages wait because it was told: Wrong response from the webhook: 403"},
		"webhook tells a token": {hooked, info(map[string]any{"url": ours, "pending_update_count": 7, "last_error_message": "at " + token}), "at …"},
		"not https":             {Config{Secret: secret, Public: "http://tinban.example.vn"}, nil, "https://"},
		"info is not to be had": {Config{}, map[string]reply{"getWebhookInfo": no(500, "x", "")}, "trouble itself"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, tc.cfg)
			for method, r := range tc.said {
				b.far.says(method, func(made) reply { return r })
			}
			err := b.Test(t.Context())
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("got %v, want %q", err, tc.want)
			}
			if err != nil {
				unleaked(t, err.Error())
				if strings.Contains(err.Error(), "s3cret") {
					t.Errorf("the path of an address is shown: %v", err)
				}
			}
			for _, c := range b.far.calls {
				if c.method != "getMe" && c.method != "getWebhookInfo" {
					t.Errorf("it called %s", c.method)
				}
			}
		})
	}
}
