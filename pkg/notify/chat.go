package notify

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// chatEscaper escapes what Slack requires in a text.
var chatEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// chatBody is the event as a message of one text, which Slack, Mattermost and Rocket.Chat
// all accept.
func chatBody(e message) ([]byte, error) {
	quoted := func(s string) string { return chatEscaper.Replace(isolated(s)) }
	lines := []string{"*" + quoted(e.title()) + "*: " + e.Type.Label()}
	if value := e.value(); value != "" {
		before := e.before()
		if before == "" {
			before = "nothing"
		}
		lines = append(lines, chatEscaper.Replace(value+" (before: "+before+")"))
	}
	if e.Data.Sentence != "" {
		lines = append(lines, "> "+quoted(e.Data.Sentence))
	}
	var from []string
	add := func(s string) {
		if s != "" {
			from = append(from, s)
		}
	}
	add(quoted(e.Data.Claimant))
	if e.Data.Source != e.Data.Claimant {
		add(quoted(e.Data.Source))
	}
	add(e.independent())
	if !e.Time.IsZero() {
		add(e.Time.UTC().Format(time.DateOnly))
	}
	if link := e.link(); link != "" {
		text := quoted(e.Data.Headline)
		if text == "" {
			text = "article"
		}
		// A bar in the address would end it.
		add("<" + strings.ReplaceAll(chatEscaper.Replace(link), "|", "%7C") + "|" + strings.ReplaceAll(text, "|", "¦") + ">")
	}
	lines = append(lines, strings.Join(from, " · "))
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(map[string]string{"text": strings.TrimSpace(strings.Join(lines, "\n"))})
	return bytes.TrimSpace(body.Bytes()), err
}
