import Foundation
import HTTPTypes
import Hummingbird
import Metrics
import NIOCore
import Synchronization

/// The metrics of this process, as swift-metrics fills them and as Prometheus reads them (text format 0.0.4).
///
/// Series are bounded: past `maximumSeries` new ones are not recorded.
package final class MetricsRegistry: MetricsFactory, Sendable {
  private let series = Mutex<[Series.Key: Series]>([:])
  private static let maximumSeries = 5_000

  package init() {}

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    find(label, dimensions, .counter)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    find(label, dimensions, .gauge)
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    find(label, dimensions, aggregate ? .histogram : .gauge)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    find(label + "_seconds", dimensions, .histogram)
  }

  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  private func find(_ label: String, _ dimensions: [(String, String)], _ kind: Series.Kind) -> Series {
    let key = Series.Key(label: label, dimensions: dimensions)
    return series.withLock { series in
      if let known = series[key] { return known }
      let new = Series(kind)
      if series.count < Self.maximumSeries { series[key] = new }
      return new
    }
  }

  /// All series in Prometheus's text format.
  package func text() -> String {
    let all = series.withLock { $0 }.sorted { $0.key < $1.key }
    var lines: [String] = []
    var described: Set<String> = []
    for (key, series) in all {
      let name = series.kind == .counter && !key.name.hasSuffix("_total") ? key.name + "_total" : key.name
      if described.insert(name).inserted { lines.append("# TYPE \(name) \(series.kind.rawValue)") }
      lines += series.lines(name: name, labels: key.labels)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `GET /metrics`.
  package var response: Response {
    var response = Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: text())))
    response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
    return response
  }
}

/// One metric with one set of label values.
private final class Series: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  enum Kind: String {
    case counter, gauge, histogram
  }

  struct Key: Hashable, Comparable {
    let name: String
    let labels: String

    init(label: String, dimensions: [(String, String)]) {
      name = Self.identifier(label)
      labels = dimensions.sorted { $0.0 < $1.0 }
        .map { "\(Self.identifier($0.0))=\"\(Self.escaped($0.1))\"" }
        .joined(separator: ",")
    }

    static func < (one: Key, other: Key) -> Bool { (one.name, one.labels) < (other.name, other.labels) }

    private static func identifier(_ text: String) -> String {
      String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func escaped(_ text: String) -> String {
      text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
  }

  struct State {
    var value = 0.0
    var count = 0
    /// How many recorded values were at most the bound at the same index.
    var buckets = [Int](repeating: 0, count: Series.bounds.count)
  }

  /// In seconds: from a cached answer to the longest upload.
  static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

  let kind: Kind
  private let state = Mutex(State())

  init(_ kind: Kind) {
    self.kind = kind
  }

  func increment(by amount: Int64) { state.withLock { $0.value += Double(amount) } }
  func reset() { state.withLock { $0.value = 0 } }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { state.withLock { $0.value = value } }
  func increment(by amount: Double) { state.withLock { $0.value += amount } }
  func decrement(by amount: Double) { state.withLock { $0.value -= amount } }
  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func record(_ value: Double) {
    state.withLock { state in
      guard kind == .histogram else {
        state.value = value
        return
      }
      state.value += value
      state.count += 1
      for index in Self.bounds.indices where value <= Self.bounds[index] { state.buckets[index] += 1 }
    }
  }

  func lines(name: String, labels: String) -> [String] {
    let state = state.withLock { $0 }
    let braced = labels.isEmpty ? "" : "{\(labels)}"
    guard kind == .histogram else { return ["\(name)\(braced) \(state.value)"] }
    let prefix = labels.isEmpty ? "" : labels + ","
    let buckets = zip(Self.bounds, state.buckets).map { "\(name)_bucket{\(prefix)le=\"\($0)\"} \($1)" }
    return buckets + [
      "\(name)_bucket{\(prefix)le=\"+Inf\"} \(state.count)", "\(name)_sum\(braced) \(state.value)",
      "\(name)_count\(braced) \(state.count)",
    ]
  }
}
