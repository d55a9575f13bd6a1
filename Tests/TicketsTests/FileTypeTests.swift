import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Tickets

@Suite("What kind of file it is")
struct FileTypeTests {
  @Test("the bytes decide, not the name")
  func bytes() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      #expect(try await tickets.attach(SampleFile.png, name: "notatka.txt", as: person).mediaType == "image/png")
      #expect(try await tickets.attach(SampleFile.text, name: "ekran.png", as: person).mediaType == "text/plain")
      #expect(try await tickets.attach(SampleFile.pdf, name: "program.exe", as: person).mediaType == "application/pdf")
      for (name, bytes) in [
        ("ekran.png", SampleFile.exe), ("film.mp4", SampleFile.elf), ("logo.png", SampleFile.svg),
        ("notatka.txt", SampleFile.html), ("plik.txt", SampleFile.script), ("dane.csv", SampleFile.xml),
      ] {
        let answer = try await tickets.upload(bytes, name: name, as: person)
        #expect(answer.summary == "422 attachment_type", "\(name)")
      }
      #expect(try await tickets.count("SELECT count(*) FROM attachment") == 3)
      #expect(try await tickets.count("SELECT count(*) FROM attachment_chunk") == 3)
    }
  }

  @Test("images, videos, PDF, text, CSV, office documents and zip are taken")
  func accepted() throws {
    let types = try FileTypes()
    for (bytes, expected) in [
      (SampleFile.png, "image/png"), (SampleFile.jpeg, "image/jpeg"), (SampleFile.gif, "image/gif"),
      (SampleFile.webp, "image/webp"), (SampleFile.mp4, "video/mp4"), (SampleFile.webm, "video/webm"),
      (SampleFile.mov, "video/quicktime"), (SampleFile.pdf, "application/pdf"), (SampleFile.text, "text/plain"),
      (SampleFile.csv, "text/csv"), (SampleFile.zip, "application/zip"),
      (SampleFile.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
      (Array(#"{"room": 12}"#.utf8), "text/plain"), (Array("int main(void) { return 0; }\n".utf8), "text/plain"),
      (SampleFile.big(262_144), "image/png"),
    ] {
      #expect(types.mediaType(ofFileBeginningWith: bytes) == expected)
    }
  }

  @Test(
    "programs, scripts, pages and drawings that can run are not",
    arguments: [
      SampleFile.exe, SampleFile.elf, SampleFile.svg, SampleFile.html, SampleFile.xml, SampleFile.script,
      Array(#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>"#.utf8),
      Array("<script>alert(1)</script>".utf8), Array("  \n<HTML><body>".utf8),
      Array("#!/usr/bin/env python3\nprint(1)\n".utf8), Array("<?php echo 1; ?>".utf8), [0, 1, 2, 3, 0xFE, 0xFF],
    ])
  func refused(bytes: [UInt8]) throws {
    #expect(try FileTypes().mediaType(ofFileBeginningWith: bytes) == nil)
  }
}

@Suite("A file's name")
struct FileNameTests {
  @Test(
    "only a harmless last component is kept",
    arguments: [
      ("ekran.png", "ekran.png"), ("../../etc/passwd", "passwd"), ("C:\\Users\\Ola\\ekran.png", "ekran.png"),
      ("a/b\\c.txt", "c.txt"), ("  faktura.pdf  ", "faktura.pdf"), ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
      ("a\0b.txt", "ab.txt"), ("\u{202E}gnp.exe", "gnp.exe"), ("a\u{200F}\u{2066}b.png", "ab.png"),
      ("a\u{2028}b\u{2029}c.png", "abc.png"), ("Zażółć \"gęślą\" jaźń.pdf", "Zażółć \"gęślą\" jaźń.pdf"),
      ("z\u{307}aba.png", "żaba.png"), ("folder/", "folder"), (".htaccess", ".htaccess"),
      ("рахунок.pdf", "рахунок.pdf"),
      ("/\u{301}etc/\u{301}passwd", "\u{301}passwd"), ("a\u{FE0F}/\u{FE0F}b.png", "\u{FE0F}b.png"),
    ])
  func sanitized(name: String, expected: String) throws {
    #expect(try FileName.sanitized(name).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test(
    "a name of which nothing is left is refused", arguments: [nil, "", " ", "/", "\\", ".", "..", "a/..", "\u{202E}"])
  func nothing(name: String?) {
    #expect(throws: Problem.invalid("name", .required)) { try FileName.sanitized(name) }
  }

  @Test("a long name is cut to 255 characters and keeps its ending")
  func long() throws {
    let stem = String(repeating: "ą", count: 300)
    let cut = try FileName.sanitized(stem + ".png")
    #expect(cut == String(repeating: "ą", count: 251) + ".png")
    #expect(try FileName.sanitized(stem).unicodeScalars.count == 255)
    #expect(try FileName.sanitized("a." + stem).unicodeScalars.count == 255)
    #expect(try FileName.sanitized(String(repeating: "👩‍👧", count: 300) + ".png").hasSuffix(".png"))
  }

  @Test(
    "Content-Disposition is safe whatever the name",
    arguments: [
      ("ekran.png", #"attachment; filename="ekran.png"; filename*=UTF-8''ekran.png"#),
      ("Zażółć.pdf", #"attachment; filename="Za____.pdf"; filename*=UTF-8''Za%C5%BC%C3%B3%C5%82%C4%87.pdf"#),
      (#"a"b\c.txt"#, #"attachment; filename="a_b_c.txt"; filename*=UTF-8''a%22b%5Cc.txt"#),
      ("100%; x='y'.txt", #"attachment; filename="100_; x='y'.txt"; filename*=UTF-8''100%25%3B%20x%3D%27y%27.txt"#),
    ])
  func disposition(name: String, expected: String) {
    #expect(FileName.disposition(name, inline: false) == expected)
  }

  @Test("a name never breaks out of its header, even one that was not made harmless before")
  func anything() {
    var random = Seeded(7)
    for _ in 0..<500 {
      let scalars = (0..<12).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &random)) }
      let name = (try? FileName.sanitized(String(String.UnicodeScalarView(scalars)))) ?? "x"
      let header = FileName.disposition(name, inline: true)
      #expect(header.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(name.debugDescription)")
      #expect(header.utf8.count { $0 == UInt8(ascii: "\"") } == 2)
      let encoded = header.components(separatedBy: "UTF-8''").last
      #expect(encoded?.removingPercentEncoding == name)
    }
  }

  @Test("the service names the file as its uploader did, and asks for a name")
  func uploaded() async throws {
    try await withTickets { tickets in
      let person = tickets.samples.reception
      let file = try await tickets.attach(SampleFile.png, name: "..\\Żółty \"ekran\"\r\n+1.png", as: person)
      try await tickets.open(as: person, attachment: file.id)

      let download = try await tickets.get("/attachments/\(file.id.text)", as: person)

      #expect(file.name == "Żółty \"ekran\"+1.png")
      #expect(
        download.headers[.contentDisposition]
          == #"inline; filename="___ty _ekran_+1.png"; filename*=UTF-8''%C5%BB%C3%B3%C5%82ty%20%22ekran%22%2B1.png"#)
      let nameless = try await tickets.send(.post, "/attachments", as: person, body: SampleFile.png)
      #expect(nameless.summary == "422 invalid name")
    }
  }
}
