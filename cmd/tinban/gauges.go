package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tinban/msg"
)

// gauges are what is so at the moment somebody looks: which gateways work, how
// much waits and since when, what this month has cost.
type gauges struct{ s *service }

var (
	gatewayUp  = prometheus.NewDesc("tinban_gateway_up", "Whether the last call to a gateway got through.", []string{"route"}, nil)
	waitingNow = prometheus.NewDesc("tinban_outbound_waiting", "Messages that are not settled yet, by lane.", []string{"lane"}, nil)
	queueAge   = prometheus.NewDesc("tinban_queue_age_seconds", "How long the message that waits longest has been due, by lane.", []string{"lane"}, nil)
	monthCost  = prometheus.NewDesc("tinban_month_cost_dong", "What was sent this month cost, by route.", []string{"route"}, nil)
)

// Describe implements prometheus.Collector.
func (g gauges) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{gatewayUp, waitingNow, queueAge, monthCost} {
		ch <- d
	}
}

// gaugeTimeout bounds reading the store for those who watch.
const gaugeTimeout = 2 * time.Second

// Collect implements prometheus.Collector. What cannot be read now is left out.
func (g gauges) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), gaugeTimeout)
	defer cancel()
	set := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	for route, up := range g.s.outbox.Up() {
		v := 0.0
		if up {
			v = 1
		}
		set(gatewayUp, v, route)
	}
	for _, lane := range []msg.Lane{msg.Reply, msg.Notice, msg.Broadcast} {
		if n, err := g.s.store.Waiting(ctx, lane); err == nil {
			set(waitingNow, float64(n), string(lane))
		}
		age := time.Duration(0)
		oldest, err := g.s.store.Oldest(ctx, lane)
		if err == nil && !oldest.IsZero() {
			age = max(g.s.cfg.now().Sub(oldest), 0)
		}
		set(queueAge, age.Seconds(), string(lane))
	}
	if sums, err := g.s.store.Spent(ctx, g.s.cfg.now()); err == nil {
		for route, sum := range sums {
			set(monthCost, float64(sum.Cost), route)
		}
	}
}
