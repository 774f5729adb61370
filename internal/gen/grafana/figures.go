package main

import (
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// figures is the dashboard of tracked figures: each tracker's reported values at their
// articles' own times, with the band between the bounds. News is older than Prometheus'
// default lookback of five minutes, so every expression over reported values has an explicit
// range.
func figures() *dashboard.DashboardBuilder {
	trackers := "label_values(arqam_tracker_info, tracker)"
	all, days := "All", "90d"
	return board("arqam-figures", "Arqam: tracked figures", "Reported values by source, and how far they differ.").
		Time("now-90d", "now").Refresh("5m").
		WithVariable(dashboard.NewQueryVariableBuilder("tracker").Label("Tracker").Datasource(source()).
			Query(dashboard.StringOrMap{String: &trackers}).Multi(true).IncludeAll(true).AllValue(".*").
			Current(dashboard.VariableOption{Text: dashboard.StringOrArrayOfString{String: &all},
				Value: dashboard.StringOrArrayOfString{ArrayOfString: []string{"$__all"}}}).
			Refresh(dashboard.VariableRefreshOnTimeRangeChanged).Sort(dashboard.VariableSortAlphabeticalAsc)).
		WithVariable(dashboard.NewCustomVariableBuilder("back").Label("Counts for").
			Values(dashboard.StringOrMap{String: ptr("1d,7d,30d,90d,365d")}).
			Current(dashboard.VariableOption{Text: dashboard.StringOrArrayOfString{String: &days},
				Value: dashboard.StringOrArrayOfString{String: &days}})).
		WithPanel(number("Best estimate now", "From the claims that are live.", "short", half,
			query{`max by(tracker, unit) (arqam_figure_value{tracker=~"$tracker", estimate="best"})`, "{{tracker}} {{unit}}"})).
		WithPanel(number("New numbers", "In the time range, counted when their article was recorded.", "short", half/2,
			query{`sum(round(increase(arqam_new_figures_total{tracker=~"$tracker"}[$__range])))`, "new"})).
		WithPanel(number("Corrections", "A withdrawn number, or a total that decreased.", "short", half/2,
			query{`sum(round(increase(arqam_events_total{tracker=~"$tracker", type="figure.corrected"}[$__range])))`, "corrected"})).
		WithPanel(band()).
		WithPanel(chart("Values by source", "The last stated value of each source.", "short", half,
			query{`last_over_time(arqam_reported_value{tracker=~"$tracker"}[$back])`, "{{tracker}} · {{source}}"}).
			LineInterpolation(common.LineInterpolationStepAfter)).
		WithPanel(chart("Estimate, as this system knew it", "It changes when an article is recorded, whatever the article's date.", "short", half,
			query{`max by(tracker, estimate) (arqam_figure_value{tracker=~"$tracker"})`, "{{tracker}} {{estimate}}"}).
			LineInterpolation(common.LineInterpolationStepAfter)).
		WithPanel(chart("Sources with values", "Sources with a stated value within the range selected above.", "short", half,
			query{`count by(tracker) (present_over_time(arqam_reported_value{tracker=~"$tracker"}[$back]))`, "{{tracker}}"})).
		WithPanel(chart("Since the newest report", "A tracker past its own limit is stale.", "s", half,
			query{`time() - max by(tracker) (arqam_tracker_newest_timestamp_seconds{tracker=~"$tracker"})`, "{{tracker}}"},
			query{`max by(tracker) (arqam_tracker_stale_after_seconds{tracker=~"$tracker"})`, "{{tracker}} limit"}))
}

// band is one panel for each tracker: the newest value, between the lowest lower bound and the
// highest upper bound of all sources.
func band() panel {
	return chart("$tracker", "The newest value, between the lowest lower bound and the highest upper bound of all sources.", "short", whole,
		query{`min by(tracker) (min_over_time(arqam_reported_lower{tracker=~"$tracker"}[$back]))`, "low"},
		query{`max by(tracker) (max_over_time(arqam_reported_upper{tracker=~"$tracker"}[$back]))`, "high"},
		query{`last_over_time(arqam_reported_value{tracker=~"$tracker"}[$back]) and on(tracker, source) ` +
			`topk by(tracker) (1, last_over_time(arqam_reported_timestamp_seconds{tracker=~"$tracker"}[$back]))`, "newest, {{source}}"},
		query{`last_over_time(arqam_reported_value{tracker=~"$tracker"}[$__interval])`, "{{source}}"}).
		Repeat("tracker").MaxPerRow(2).LineInterpolation(common.LineInterpolationStepAfter).
		OverrideByName("low", []dashboard.DynamicConfigValue{property("custom.lineWidth", 0)}).
		OverrideByName("high", []dashboard.DynamicConfigValue{property("custom.lineWidth", 0),
			property("custom.fillBelowTo", "low"), property("custom.fillOpacity", 15)}).
		OverrideByQuery("D", []dashboard.DynamicConfigValue{property("custom.drawStyle", "points"), property("custom.pointSize", 6)})
}

func ptr(s string) *string { return &s }
