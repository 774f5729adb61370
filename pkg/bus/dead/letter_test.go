package dead

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestLetterJSON(t *testing.T) {
	want := Letter{Sequence: 7, Service: "sink", Reason: ReasonTries, Error: "قاعدة البيانات", Tries: 20,
		ArticleID: "a", Subject: "figures.ar", MessageID: "figures-x", Body: []byte("\xff\x00")}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Letter
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if string(got.Body) != string(want.Body) || got.Error != want.Error || got.Sequence != want.Sequence {
		t.Errorf("%s became %+v", text, got)
	}
}

func TestNoteCutsLongErrors(t *testing.T) {
	letter, err := ParseNote(Letter{Error: strings.Repeat("خطأ", maxError), Body: []byte("x")}.Note())
	if err != nil || len(letter.Error) > maxError+100 || !strings.HasSuffix(letter.Error, "bytes in all, see the log)") || letter.Body != nil {
		t.Errorf("%d bytes of error, body %q, %v", len(letter.Error), letter.Body, err)
	}
}

func FuzzParseNote(f *testing.F) {
	f.Add(`{"service":"extractor","reason":"panic","error":"x","tries":3,"article_id":"a","subject":"articles.x"}`)
	f.Add(`{"tries":-1}`)
	f.Add("{\"error\":\"\xff\",\"body\":\"!\"}")
	f.Fuzz(func(t *testing.T, note string) {
		letter, err := ParseNote(note)
		if err != nil {
			if !strings.Contains(err.Error(), Header) {
				t.Errorf("%q does not say where", err)
			}
			return
		}
		if len(letter.Error) > maxError {
			return // Note cuts it
		}
		letter.Body = nil
		if back, err := ParseNote(letter.Note()); err != nil || !reflect.DeepEqual(back, letter) {
			t.Errorf("%+v is read as %+v, %v", letter, back, err)
		}
	})
}
