package console

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"image/png"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// qrSide is how large a picture is made, in pixels.
const qrSide = 320

// qrAddress is a QR code as the address of a picture, so that nothing is kept
// and nothing secret stands in a URL.
func qrAddress(content string) (string, error) {
	code, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		return "", err
	}
	if code, err = barcode.Scale(code, qrSide, qrSide); err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, code); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes()), nil
}

// picture lets a template show an address made by qrAddress.
func picture(address string) template.URL { return template.URL(address) } //nolint:gosec // made here, from a drawing
