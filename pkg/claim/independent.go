package claim

import "strings"

// Independent returns how many voices state the claims: those of one claimant,
// of one publisher's family, of one agency, or of copies of one text are one
// voice, also where only a third claim connects them.
func Independent(claims []Claim) int {
	voice := make([]int, len(claims))
	for i := range voice {
		voice[i] = i
	}
	root := func(i int) int {
		for voice[i] != i {
			voice[i] = voice[voice[i]]
			i = voice[i]
		}
		return i
	}
	voices := len(claims)
	for i := range claims {
		for j := range i {
			if a, b := root(i), root(j); a != b && oneVoice(&claims[i], &claims[j]) {
				voice[a] = b
				voices--
			}
		}
	}
	return voices
}

func oneVoice(a, b *Claim) bool {
	return a.Article == b.Article || strings.EqualFold(a.Claimant, b.Claimant) || a.Origin.Same(b.Origin)
}
