package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// ErrNotEvent means that JSON is not a CloudEvent with an article.
var ErrNotEvent = errors.New("not a CloudEvent")

// event is a CloudEvent in its JSON form (CloudEvents 1.0, "structured mode").
type event struct {
	SpecVersion string          `json:"specversion"`
	ID          string          `json:"id"`
	Source      string          `json:"source"`
	Data        json.RawMessage `json:"data"`
	Base64      []byte          `json:"data_base64"`
}

// UnwrapEvents converts a CloudEvent, or an array of them, to a JSON array of articles. An
// article without an id and a URL gets an id from its event's source and id, which are unique
// together.
func UnwrapEvents(body []byte) ([]byte, error) {
	events := []json.RawMessage{body}
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		if err := json.Unmarshal(body, &events); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotEvent, err)
		}
	}
	articles := []json.RawMessage{}
	for i, one := range events {
		var e event
		if err := json.Unmarshal(one, &e); err != nil {
			return nil, fmt.Errorf("item %d: %w: %w", i+1, ErrNotEvent, err)
		}
		if e.SpecVersion == "" || e.ID == "" || e.Source == "" {
			return nil, fmt.Errorf("item %d: %w: specversion, id or source is missing", i+1, ErrNotEvent)
		}
		if !strings.HasPrefix(e.SpecVersion, "1.") {
			return nil, fmt.Errorf("item %d: %w: specversion %q is not supported: use 1.0", i+1, ErrNotEvent, e.SpecVersion)
		}
		article, err := e.article()
		if err != nil {
			return nil, fmt.Errorf("item %d: %w", i+1, err)
		}
		articles = append(articles, article)
	}
	return json.Marshal(articles)
}

func (e event) article() (json.RawMessage, error) {
	data := e.Data
	if len(data) == 0 {
		data = e.Base64
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil || members == nil {
		return nil, fmt.Errorf("%w: its data is not an article in JSON", ErrNotEvent)
	}
	if members["id"] == nil && members["url"] == nil {
		id, err := json.Marshal(e.Source + "#" + e.ID)
		if err != nil {
			return nil, err
		}
		members["id"] = id
	}
	return json.Marshal(members)
}
