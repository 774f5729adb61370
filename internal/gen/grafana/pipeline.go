package main

import "github.com/grafana/grafana-foundation-sdk/go/dashboard"

// pipeline is the dashboard for operators.
func pipeline() *dashboard.DashboardBuilder {
	return board("arqam-pipeline", "Arqam: pipeline health", "Whether articles become figures, and how fast.").
		Time("now-6h", "now").Refresh("1m").
		WithPanel(number("Processes up", "Those that Prometheus scrapes.", "short", half/2, query{`sum(up{job=~"arqam|fetcher|extractor|normalizer|sink|notifier"})`, "up"})).
		WithPanel(number("Dead letters", "In the time range. Each needs an operator.", "short", half/2,
			query{`sum(round(increase(arqam_service_dead_total[$__range])))`, "dead"})).
		WithPanel(number("In progress", "Messages that are being processed.", "short", half/2, query{`sum(arqam_service_in_flight_messages)`, "in progress"})).
		WithPanel(number("Reports in no series", "Without a date, or because the series already has a report of that time.", "short", half/2,
			query{`sum(round(increase(arqam_sink_undated_claims_total[$__range]))) + sum(round(increase(arqam_sink_held_reports_total[$__range])))`, "left out"})).
		WithPanel(chart("Articles in", "By status.", "cps", half,
			query{`sum by(status) (rate(arqam_fetcher_articles_total[$__rate_interval]))`, "{{status}}"})).
		WithPanel(chart("Messages received", "By service.", "cps", half,
			query{`sum by(service) (rate(arqam_service_received_total[$__rate_interval]))`, "{{service}}"})).
		WithPanel(chart("Time for one message", "99th percentile, from receipt to stored output.", "s", half,
			query{`histogram_quantile(0.99, sum by(service, le) (rate(arqam_service_handling_duration_seconds_bucket[$__rate_interval])))`, "{{service}}"})).
		WithPanel(chart("Failures and dead letters", "Failures are retried.", "cps", half,
			query{`sum by(service) (rate(arqam_service_failed_total[$__rate_interval]))`, "{{service}} failed"},
			query{`sum by(service) (rate(arqam_service_dead_total[$__rate_interval]))`, "{{service}} dead"})).
		WithPanel(chart("Figures found", "By language and kind.", "cps", half,
			query{`sum by(lang, kind) (rate(arqam_normalizer_figures_total[$__rate_interval])) > 0`, "{{lang}} {{kind}}"})).
		WithPanel(chart("Samples stored", "In the embedded store, by result.", "cps", half,
			query{`sum by(result) (rate(arqam_store_samples_total[$__rate_interval]))`, "{{result}}"})).
		WithPanel(chart("Remote write", "Samples by receiver, and attempts that failed.", "cps", half,
			query{`sum by(receiver, result) (rate(arqam_remote_samples_total[$__rate_interval]))`, "{{receiver}} {{result}}"},
			query{`sum by(receiver) (rate(arqam_remote_failures_total[$__rate_interval]))`, "{{receiver}} failed"})).
		WithPanel(chart("Memory", "Resident, by process.", "bytes", half,
			query{`process_resident_memory_bytes{job=~"arqam|fetcher|extractor|normalizer|sink|notifier"}`, "{{job}} {{instance}}"}))
}
