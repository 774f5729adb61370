package main

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

const (
	height = 8
	half   = 12
	whole  = 24
)

type panel = cog.Builder[dashboard.Panel]

// query is an expression and the legend of its series.
type query struct{ expr, legend string }

func source() common.DataSourceRef {
	kind, uid := "prometheus", "${datasource}"
	return common.DataSourceRef{Type: &kind, Uid: &uid}
}

func target(q query, ref string, instant bool) *prometheus.DataqueryBuilder {
	b := prometheus.NewDataqueryBuilder().Expr(q.expr).LegendFormat(q.legend).RefId(ref).Datasource(source())
	if instant {
		return b.Instant()
	}
	return b.Range()
}

// chart draws queries over time.
func chart(title, description, unit string, width uint32, queries ...query) *timeseries.PanelBuilder {
	p := timeseries.NewPanelBuilder().Title(title).Description(description).Unit(unit).Datasource(source()).
		Height(height).Span(width).LineWidth(1).FillOpacity(0)
	for i, q := range queries {
		p.WithTarget(target(q, string(rune('A'+i)), false))
	}
	return p
}

// number shows the last value of each series.
func number(title, description, unit string, width uint32, q query) *stat.PanelBuilder {
	return stat.NewPanelBuilder().Title(title).Description(description).Unit(unit).Datasource(source()).
		Height(height / 2).Span(width).GraphMode(common.BigValueGraphModeNone).NoValue("—").
		WithTarget(target(q, "A", true))
}

// property is a setting of a single series.
func property(id string, value any) dashboard.DynamicConfigValue {
	return dashboard.DynamicConfigValue{Id: id, Value: value}
}

func board(uid, title, description string) *dashboard.DashboardBuilder {
	return dashboard.NewDashboardBuilder(title).Uid(uid).Description(description).Tags([]string{"arqam"}).
		Timezone("browser").Tooltip(dashboard.DashboardCursorSyncCrosshair).
		WithVariable(dashboard.NewDatasourceVariableBuilder("datasource").Label("Datasource").Type("prometheus"))
}
