import Foundation
import Metrics
import ServiceKit
import Testing

@Suite("Metrics as Prometheus reads them")
struct MetricsTests {
  @Test("counters end in _total and count up, one line for each set of labels")
  func counters() {
    let registry = MetricsRegistry()
    Counter(label: "http.requests", dimensions: [("status", "200"), ("method", "GET")], factory: registry).increment(
      by: 2)
    Counter(label: "http.requests", dimensions: [("method", "GET"), ("status", "200")], factory: registry).increment()
    Counter(label: "http.requests", dimensions: [("status", "404")], factory: registry).increment()
    Counter(label: "jobs_total", factory: registry).increment()

    #expect(
      registry.text() == """
        # TYPE http_requests_total counter
        http_requests_total{method="GET",status="200"} 3.0
        http_requests_total{status="404"} 1.0
        # TYPE jobs_total counter
        jobs_total 1.0

        """)
  }

  @Test("a gauge says its last value")
  func gauges() {
    let registry = MetricsRegistry()
    let gauge = Gauge(label: "pool_waiting", factory: registry)
    gauge.record(5)
    gauge.record(2)
    let meter = Meter(label: "heat", factory: registry)
    meter.set(1.5)
    meter.increment(by: 1)
    meter.decrement(by: 0.5)

    #expect(
      registry.text() == """
        # TYPE heat gauge
        heat 2.0
        # TYPE pool_waiting gauge
        pool_waiting 2.0

        """)
  }

  @Test("a timer is a histogram in seconds whose buckets hold all that was not longer")
  func timers() {
    let registry = MetricsRegistry()
    let timer = Timer(label: "request.duration", dimensions: [("route", "/x")], factory: registry)
    timer.recordMilliseconds(1)
    timer.recordMilliseconds(40)
    timer.recordSeconds(120)

    let lines = registry.text().split(separator: "\n").map(String.init)

    #expect(lines.first == "# TYPE request_duration_seconds histogram")
    #expect(lines.contains(#"request_duration_seconds_bucket{route="/x",le="0.001"} 1"#))
    #expect(lines.contains(#"request_duration_seconds_bucket{route="/x",le="0.025"} 1"#))
    #expect(lines.contains(#"request_duration_seconds_bucket{route="/x",le="0.05"} 2"#))
    #expect(lines.contains(#"request_duration_seconds_bucket{route="/x",le="60.0"} 2"#))
    #expect(lines.contains(#"request_duration_seconds_bucket{route="/x",le="+Inf"} 3"#))
    #expect(lines.contains(#"request_duration_seconds_count{route="/x"} 3"#))
    #expect(lines.contains(#"request_duration_seconds_sum{route="/x"} 120.041"#))
  }

  @Test("names and values cannot break out of their line")
  func escaping() {
    let registry = MetricsRegistry()
    Counter(label: "odd name{", dimensions: [("la bel", "a\"b\\c\nd")], factory: registry).increment()
    #expect(
      registry.text() == """
        # TYPE odd_name__total counter
        odd_name__total{la_bel="a\\"b\\\\c\\nd"} 1.0

        """)
  }

  @Test("labels without end do not take memory without end")
  func bounded() {
    let registry = MetricsRegistry()
    for index in 0..<6_000 { Counter(label: "c", dimensions: [("n", "\(index)")], factory: registry).increment() }
    #expect(registry.text().split(separator: "\n").count == 5_001)
  }
}
