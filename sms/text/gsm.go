package text

// The GSM default alphabet (3GPP TS 23.038) beyond what it shares with ASCII,
// and the extension table, whose characters travel behind an escape.
const (
	alphabet  = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	extension = "\f^{}\\[~]|€"
)

var (
	low  [0x100]uint8 // septets of the characters a message mostly has
	high = map[rune]int{}
)

func init() {
	for cost, set := range []string{alphabet, extension} {
		for _, r := range set {
			if int(r) < len(low) {
				low[r] = uint8(cost + 1)
			} else {
				high[r] = cost + 1
			}
		}
	}
}

// septets is what r costs under GSM-7; zero says it cannot be written there.
func septets(r rune) int {
	if r >= 0 && int(r) < len(low) {
		return int(low[r])
	}
	return high[r]
}
