import Crypto
import Foundation

/// Small true files of many kinds, by their bytes.
enum SampleFile {
  static let png = base64(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
  static let gif = base64("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
  static let jpeg = base64("/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/2Q==")
  static let webp = base64("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
  static let mp4 = base64("AAAAGGZ0eXBpc29tAAACAGlzb21pc28yAAAACG1kYXQ=")
  static let mov = base64("AAAAFGZ0eXBxdCAgAAACAHF0ICAAAAAIbWRhdA==")
  static let webm = base64("GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQJChYECGFOAZwH/////////")
  static let zip = base64(
    "UEsDBBQAAAAAAAAAIVxDvrfoAQAAAAEAAAAFAAAAYS50eHRhUEsBAhQDFAAAAAAAAAAhXEO+t+gBAAAAAQAAAAUAAAAAAAAAAAAAAIABAAAA"
      + "AGEudHh0UEsFBgAAAAABAAEAMwAAACQAAAAAAA==")
  static let docx = base64(
    "UEsDBBQAAAAAAAAAIVzuR1hmHQAAAB0AAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbDw/eG1sIHZlcnNpb249IjEuMCI/PjxUeXBlcy8+UEsD"
      + "BBQAAAAAAAAAIVwrhCYSBAAAAAQAAAALAAAAX3JlbHMvLnJlbHM8eC8+UEsDBBQAAAAAAAAAIVwWw3oZBAAAAAQAAAARAAAAd29yZC9kb2N1"
      + "bWVudC54bWw8dy8+UEsDBBQAAAAAAAAAIVwVJtv7AQAAAAEAAAABAAAAeHk=")
  static let pdf = Array("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n".utf8)
  static let csv = Array("numer,gość\n1,Jan\n2,Anna\n3,Ewa\n".utf8)
  static let text = Array("Zażółć gęślą jaźń. Drukarka w recepcji nie działa od rana.\n".utf8)
  static let svg = Array(#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#.utf8)
  static let html = Array("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>".utf8)
  static let xml = Array(#"<?xml version="1.0"?><a/>"#.utf8)
  static let script = Array("#!/bin/sh\nrm -rf /\n".utf8)
  /// A program for Windows: the headers of a portable executable.
  static let exe: [UInt8] =
    Array("MZ".utf8) + zeros(58) + [64, 0, 0, 0] + Array("PE\0\0".utf8)
    + [0x4C, 0x01, 1, 0] + zeros(12) + [0xE0, 0, 0x02, 0x01, 0x0B, 0x01] + zeros(222)
    + Array(".text\0\0\0".utf8) + zeros(32)
  /// A program for Linux: the header of an ELF file.
  static let elf: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + zeros(9) + [2, 0, 62, 0, 1, 0, 0, 0] + zeros(44)

  /// A PNG's beginning, then bytes that differ in every chunk.
  static func big(_ count: Int) -> [UInt8] {
    var state: UInt32 = 0x9E37_79B9
    let noise = (png.count..<count).map { _ -> UInt8 in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24)
    }
    return png + noise
  }

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  private static func base64(_ text: String) -> [UInt8] {
    guard let data = Data(base64Encoded: text) else { preconditionFailure("a sample file is not base64") }
    return Array(data)
  }
}

extension [UInt8] {
  /// SHA-256 in lower-case hexadecimal.
  var sha256: String { SHA256.hash(data: self).map { String(format: "%02x", $0) }.joined() }
}
