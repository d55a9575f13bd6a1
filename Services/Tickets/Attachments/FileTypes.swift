import CMagic
import Synchronization

/// Judges what a file is by its bytes (libmagic), and whether it may be attached.
final class FileTypes: Sendable {
  /// libmagic's handle is not thread-safe; the lock is held for the judgement of one file's beginning.
  private struct Handle: @unchecked Sendable {
    let cookie: magic_t
  }

  struct LoadFailure: Error, CustomStringConvertible {
    let description: String
  }

  private let handle: Mutex<Handle>

  /// Loads libmagic's database of this system; throws when there is none.
  init() throws {
    guard let cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS) else {
      throw LoadFailure(description: "libmagic cannot be opened")
    }
    guard magic_load(cookie, nil) == 0 else {
      let reason = magic_error(cookie).map { String(cString: $0) } ?? "no reason given"
      magic_close(cookie)
      throw LoadFailure(description: "libmagic's database cannot be loaded: \(reason)")
    }
    handle = Mutex(Handle(cookie: cookie))
  }

  deinit {
    handle.withLock { magic_close($0.cookie) }
  }

  /// The media type under which a file is kept; nil when its kind may not be attached.
  ///
  /// - Parameter beginning: the file's first bytes, 256 KiB of a longer one.
  func mediaType(ofFileBeginningWith beginning: [UInt8]) -> String? {
    handle.withLock { handle in
      magic_buffer(handle.cookie, beginning, beginning.count).flatMap { Self.accepted[String(cString: $0)] }
    }
  }

  /// What libmagic says → what is stored. Source code and logs are guessed as some language by their words: all of them
  /// are plain text here, and are never shown inline. HTML, SVG, XML and scripts are not on the list.
  private static let accepted: [String: String] = {
    var types: [String: String] = [:]
    for type in [
      "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff", "image/heic", "image/heif",
      "image/avif", "video/mp4", "video/webm", "video/quicktime", "application/pdf", "text/csv", "application/zip",
      "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/vnd.ms-office",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
      "application/vnd.oasis.opendocument.presentation",
    ] {
      types[type] = type
    }
    for type in [
      "text/plain", "text/x-c", "text/x-c++", "text/x-java", "text/x-makefile", "text/x-diff", "text/x-tex",
      "text/troff", "text/x-asm", "text/x-pascal", "text/x-fortran", "text/x-forth", "message/rfc822",
      "application/json", "application/x-ndjson", "text/x-bytecode", "text/x-modulefile",
    ] {
      types[type] = "text/plain"
    }
    types["application/csv"] = "text/csv"
    types["video/x-m4v"] = "video/mp4"
    types["image/x-ms-bmp"] = "image/bmp"
    types["text/rtf"] = "application/rtf"
    types["application/rtf"] = "application/rtf"
    types["application/CDFV2"] = "application/vnd.ms-office"
    types["application/x-ole-storage"] = "application/vnd.ms-office"
    return types
  }()
}
