import Domain
import NIOCore

/// The rules of `multipart/form-data`, without waiting: buffers are appended, events are taken out.
///
/// Lines end in CRLF and nothing else. Content is handed out as slices of the incoming buffers; bytes are copied only
/// where a delimiter or a header may run across two of them.
struct MultipartScanner: Sendable {
  enum Event: Sendable {
    /// A part's headers have been read, its content follows.
    case part(MultipartPart)
    /// Some of the part's content, never empty.
    case content(ByteBuffer)
    case endOfPart
    case endOfBody
  }

  private enum State {
    case preamble
    case headers(MultipartHeaders)
    /// Before the empty line that ends the headers.
    case emptyLine
    case content
    case epilogue
    case end
  }

  private let delimiter: MultipartDelimiter
  private let limits: MultipartReader.Limits
  private var state = State.preamble
  /// What has arrived and is not used up. The body's very first line has a line end before it, too, as it were.
  private var buffer = ByteBuffer(string: "\r\n")
  private var isComplete = false
  private var parts = 0
  /// Bytes ignored in the preamble or epilogue (the line end that was put before the first line does not count).
  private var ignored = -2
  /// Bytes of the current part's finished header lines.
  private var headerBytes = 0
  /// Bytes at the start of `buffer` that are known not to end a header line.
  private var searched = 0

  init(delimiter: MultipartDelimiter, limits: MultipartReader.Limits) {
    self.delimiter = delimiter
    self.limits = limits
  }

  /// Whether a part's content is being read.
  var isInPart: Bool {
    switch state {
    case .emptyLine, .content: true
    case .preamble, .headers, .epilogue, .end: false
    }
  }

  mutating func append(_ incoming: ByteBuffer) {
    if buffer.readableBytes == 0 {
      buffer = incoming
    } else {
      buffer.discardReadBytes()
      buffer.writeImmutableBuffer(incoming)
    }
  }

  /// Says that nothing will be appended any more.
  mutating func finish() {
    isComplete = true
  }

  /// The next event; nil when more bytes are needed, which cannot happen after ``finish()``.
  mutating func next() throws(Problem) -> Event? {
    while true {
      switch state {
      case .preamble:
        guard try skipPreamble() else { return nil }
      case .headers(let headers):
        guard let event = try readHeaders(headers) else { return nil }
        return event
      case .emptyLine:
        guard skipEmptyLine() else { return nil }
      case .content:
        return try readContent()
      case .epilogue:
        try ignore(buffer.readableBytes, upTo: limits.epilogueBytes)
        guard isComplete else { return nil }
        state = .end
      case .end:
        return .endOfBody
      }
    }
  }

  private mutating func skipPreamble() throws(Problem) -> Bool {
    let found = delimiter.search(buffer, isComplete: isComplete)
    try ignore(found.offset, upTo: limits.preambleBytes)
    return try cross(found.sighting)
  }

  /// A part may have no content at all, not even an empty one: then the line end of its empty line is the delimiter's.
  private mutating func skipEmptyLine() -> Bool {
    switch delimiter.sighting(atStartOf: buffer, isComplete: isComplete) {
    case .possible: return false
    case .opening, .closing: break
    case nil: buffer.moveReaderIndex(forwardBy: 2)
    }
    state = .content
    return true
  }

  private mutating func readContent() throws(Problem) -> Event? {
    let found = delimiter.search(buffer, isComplete: isComplete)
    if found.offset > 0 { return buffer.readSlice(length: found.offset).map(Event.content) }
    return try cross(found.sighting) ? .endOfPart : nil
  }

  /// Steps over the delimiter line at the start of the buffer; false when it is not there yet.
  private mutating func cross(_ sighting: MultipartDelimiter.Sighting?) throws(Problem) -> Bool {
    switch sighting {
    case .opening(let length):
      buffer.moveReaderIndex(forwardBy: length)
      headerBytes = 0
      searched = 0
      state = .headers(MultipartHeaders())
      return true
    case .closing(let length):
      buffer.moveReaderIndex(forwardBy: length)
      ignored = 0
      state = .epilogue
      return true
    case .possible, nil:
      guard !isComplete else { throw Problem(.malformed) }
      return false
    }
  }

  private mutating func ignore(_ length: Int, upTo limit: Int) throws(Problem) {
    buffer.moveReaderIndex(forwardBy: length)
    ignored += length
    guard ignored <= limit else { throw Problem(.malformed) }
  }

  /// Reads header lines up to the empty one, whose line end stays in the buffer.
  private mutating func readHeaders(_ earlier: MultipartHeaders) throws(Problem) -> Event? {
    guard parts < limits.parts else { throw Problem(.tooLarge) }
    var headers = earlier
    while let line = try readLine() {
      if line.isEmpty {
        parts += 1
        buffer.moveReaderIndex(to: buffer.readerIndex - 2)
        state = .emptyLine
        return .part(try headers.part())
      }
      try headers.record(line)
      guard headers.count <= limits.headers else { throw Problem(.malformed) }
    }
    state = .headers(headers)
    return nil
  }

  private mutating func readLine() throws(Problem) -> String? {
    let room = limits.headerBytes - headerBytes
    let bytes = buffer.readableBytesView.prefix(room)
    guard let lineFeed = bytes.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) else {
      guard bytes.count < room, !isComplete else { throw Problem(.malformed) }
      searched = bytes.count
      return nil
    }
    let line = bytes[..<lineFeed]
    guard line.last == UInt8(ascii: "\r"), let text = String(validating: line.dropLast(), as: UTF8.self) else {
      throw Problem(.malformed)
    }
    buffer.moveReaderIndex(forwardBy: line.count + 1)
    headerBytes += line.count + 1
    searched = 0
    return text
  }
}
