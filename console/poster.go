package console

import (
	"net/url"
	"strings"

	"tinban/locales"
	"tinban/sms/text"
	"tinban/store"
)

// poster is a sheet with a QR code, for the wall of a commune's office or a
// village hall.
type poster struct {
	ID, Name string
	Before   []option // the communes it was, which people still say
}

// namesBefore are the communes of before that became one of today's.
func (q *request) namesBefore(today string) (list []option) {
	lib, on := q.c.library(), dateIn(q.now, q.c.cfg.Zone)
	last := today
	for _, n := range lib.PlaceNames() {
		now := lib.CommuneOn(n.ID, on)
		if n.ID == last || now == nil || now.ID != today || n.ID == today {
			continue // its other spellings follow its name
		}
		last = n.ID
		list = append(list, option{Value: n.ID, Label: n.Text})
	}
	return list
}

// posterPage is one sheet, to be printed.
type posterPage struct {
	Named, Today  string
	SMS, Telegram string // empty where there is none
	Word          string // what to write: TIN HONG THUONG
	SMSQR, ChatQR string // addresses of pictures
	Aloud         string // for the loudspeaker
}

func (q *request) poster() (answer, error) {
	lib := q.c.library()
	c := lib.Commune(q.r.PathValue("xa"))
	if c == nil {
		return answer{}, store.ErrNotFound
	}
	today := lib.CommuneOn(c.ID, dateIn(q.now, q.c.cfg.Zone))
	if today == nil || !q.sees(today.ID) {
		return answer{}, store.ErrNotFound
	}
	p := posterPage{Named: c.Name, Today: today.Name, SMS: q.c.cfg.SMS, Telegram: q.c.cfg.Telegram, Word: "TIN " + strings.ToUpper(text.Strip(c.Name))}
	var err error
	if p.SMS != "" {
		if p.SMSQR, err = qrAddress("sms:" + dialled(p.SMS) + "?body=" + url.PathEscape(p.Word)); err != nil {
			return answer{}, err
		}
		p.Aloud = q.say(locales.PosterAloud, locales.Vars{"Commune": c.Name, "Word": p.Word, "Number": spaced(dialled(p.SMS))})
	}
	if p.Telegram != "" {
		if p.ChatQR, err = qrAddress("https://t.me/" + p.Telegram); err != nil {
			return answer{}, err
		}
	}
	return show("to-qr", locales.TitlePoster, p), nil
}

// dialled is a number as a phone takes it.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

// spaced is a number as it is read aloud, digit by digit.
func spaced(number string) string { return strings.Join(strings.Split(number, ""), " ") }
