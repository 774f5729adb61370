package judge

import (
	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

// Event is an event with the claim that it reports.
type Event struct {
	event.Event
	Claim claim.ID
}

// fact is an event before its evidence is added.
type fact struct {
	kind        event.Type
	reason      event.Reason
	detail      string
	serial      string // distinguishes several corrections of one claim by people
	claim       claim.Claim
	before      figure.Amount
	independent int
}

func newEvent(t *track.Tracker, a *figure.Article, f *figure.Figure, o fact) Event {
	c, id, at := o.claim, string(o.claim.ID)+"."+string(o.kind), o.claim.AsOf
	if o.serial != "" {
		id += "." + o.serial
	}
	if o.kind == event.Stale {
		at = at.Add(t.StaleAfter)
	}
	return Event{Claim: c.ID, Event: event.Event{ID: id, Tracker: t.Name, Type: o.kind, Time: at, Data: event.Data{
		Title: t.Title, Severity: t.Severity, Unit: t.UnitLabel(), Reason: o.reason, Detail: o.detail,
		Relation: c.Relation, Amount: c.Amount, Before: o.before, Independent: o.independent,
		Sentence: f.Mention.Context.Sentence, Claimant: c.Claimant, Source: c.Source,
		URL: a.URL, Headline: a.Title, Lang: a.Lang, ArticleID: a.ID, FigureID: f.ID,
	}}}
}
