import Domain
import NIOCore
import Testing

@testable import Gateway

@Suite struct MultipartPropertyTests {
  private let sample = [
    MultipartSamplePart("topic", "Drukarka"),
    MultipartSamplePart(
      "file", filename: "a.png", contentType: "image/png", "\r\n--\r\n--bound\r\n--boundaryX\r\r\n\r"),
    MultipartSamplePart("empty", ""),
    MultipartSamplePart("message", "Proszę\r\n"),
  ]

  @Test func everyCutInTwoGivesTheSameParts() async throws {
    let bytes = multipartBytes(sample, boundary: "boundary")

    for offset in 0...bytes.count {
      let parts = try await multipartParts(multipartBuffers(bytes, cutAt: [offset]), boundary: "boundary")
      #expect(parts == sample, "cut at \(offset)")
    }
  }

  @Test(arguments: 1...9)
  func smallBuffersGiveTheSameParts(size: Int) async throws {
    let bytes = multipartBytes(sample, boundary: "boundary")
    let cuts = Array(stride(from: size, to: bytes.count, by: size))

    let parts = try await multipartParts(multipartBuffers(bytes, cutAt: cuts), boundary: "boundary")

    #expect(parts == sample)
  }

  @Test(arguments: 1...8)
  func whateverIsSentIsRead(seed: UInt64) async throws {
    var random = MultipartSampleGenerator(state: seed)
    for round in 0..<100 {
      let boundary = randomBoundary(using: &random)
      let sent = (0..<Int.random(in: 0...6, using: &random)).map { number in
        MultipartSamplePart(
          "field\(number)", filename: Bool.random(using: &random) ? "ż\(number).bin" : nil,
          contentType: Bool.random(using: &random) ? "application/octet-stream" : nil,
          content: randomContent(boundary, using: &random))
      }
      let bytes = multipartBytes(sent, boundary: boundary)

      let buffers = multipartBuffers(bytes, cutAt: randomCuts(bytes.count, using: &random))
      let parts = try await multipartParts(buffers, boundary: boundary)

      #expect(parts == sent, "seed \(seed), round \(round), boundary \(boundary)")
    }
  }

  @Test(arguments: 1...8)
  func damagedBodiesAreReadOrRefusedAndNothingElse(seed: UInt64) async throws {
    var random = MultipartSampleGenerator(state: seed &* 7919)
    let valid = multipartBytes(sample, boundary: "boundary")
    for _ in 0..<500 {
      let bytes = damaged(valid, using: &random)
      let buffers = multipartBuffers(bytes, cutAt: randomCuts(bytes.count, using: &random))

      do {
        let parts = try await multipartParts(buffers, boundary: "boundary")
        #expect(parts.allSatisfy { !$0.name.isEmpty })
      } catch let problem as Problem {
        #expect([.malformed, .tooLarge].contains(problem.code))
      }
    }
  }

  @Test(arguments: 1...4)
  func damageIsJudgedAlikeHoweverTheBodyIsCut(seed: UInt64) async throws {
    var random = MultipartSampleGenerator(state: seed &* 104_729)
    let valid = multipartBytes(sample, boundary: "boundary")
    for _ in 0..<300 {
      let bytes = damaged(valid, using: &random)

      let whole = await outcome(multipartBuffers(bytes))
      let cut = await outcome(multipartBuffers(bytes, cutAt: randomCuts(bytes.count, using: &random)))
      let single = await outcome(multipartBuffers(bytes, cutAt: Array(1..<max(1, bytes.count))))

      #expect(cut == whole)
      #expect(single == whole)
    }
  }

  private func outcome(_ buffers: [ByteBuffer]) async -> Result<[MultipartSamplePart], Problem> {
    do {
      return .success(try await multipartParts(buffers, boundary: "boundary"))
    } catch {
      return .failure(error as? Problem ?? Problem(.unexpected))
    }
  }

  private func randomBoundary(using random: inout MultipartSampleGenerator) -> String {
    let characters = Array("abcXYZ019-_'+.")
    return String((0..<Int.random(in: 1...70, using: &random)).map { _ in characters.randomElement(using: &random)! })
  }

  /// Bytes made of what is hard to tell from a delimiter, but without one.
  private func randomContent(_ boundary: String, using random: inout MultipartSampleGenerator) -> [UInt8] {
    let delimiter = Array("\r\n--\(boundary)".utf8)
    var content: [UInt8] = []
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      switch Int.random(in: 0...6, using: &random) {
      case 0: content += delimiter.prefix(Int.random(in: 0..<delimiter.count, using: &random))
      case 1: content += delimiter.dropFirst()
      case 2: content += delimiter + [UInt8(ascii: "~")]
      case 3: content += delimiter + Array("--~".utf8)
      case 4: content += [[13], [10], [13, 10], [45, 45], [13, 13, 10]].randomElement(using: &random)!
      default:
        content += (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      }
    }
    // Whatever chance has put together, no line may be a delimiter; and neither may the first one.
    let isDelimited = (Array("\r\n".utf8) + content).containsDelimiter(delimiter)
    return isDelimited ? [] : content
  }

  private func randomCuts(_ count: Int, using random: inout MultipartSampleGenerator) -> [Int] {
    (0..<Int.random(in: 0...20, using: &random)).map { _ in Int.random(in: 0...count, using: &random) }.sorted()
  }

  private func damaged(_ bytes: [UInt8], using random: inout MultipartSampleGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
      switch Int.random(in: 0...5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
      case 3: bytes.insert("\r\n-\";:=\\% \0".utf8.randomElement(using: &random)!, at: place)
      case 4: bytes.insert(contentsOf: "\r\n--boundary\r\n".utf8, at: place)
      default: bytes.removeLast(bytes.count - place)
      }
    }
    return bytes
  }
}

extension [UInt8] {
  /// Whether a line is a delimiter, told in the slowest and plainest way.
  fileprivate func containsDelimiter(_ beginning: [UInt8]) -> Bool {
    indices.contains { index in
      guard self[index...].starts(with: beginning) else { return false }
      let line = self[(index + beginning.count)...]
      let rest = (line.starts(with: Array("--".utf8)) ? line.dropFirst(2) : line).drop { $0 == 32 || $0 == 9 }
      return rest.isEmpty || rest.starts(with: [13, 10])
    }
  }
}
