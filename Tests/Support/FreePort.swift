import Glibc
import Synchronization

/// Ports of the loopback that nobody listens on, each handed out once a process.
package enum FreePort {
  private static let taken = Mutex<Set<Int>>([])

  /// A port below those that the system gives to outgoing connections, so none of these takes it in the meantime.
  package static func next() -> Int {
    taken.withLock { taken in
      while true {
        let port = Int.random(in: 20_000..<32_000)
        if !taken.contains(port), isFree(port) {
          taken.insert(port)
          return port
        }
      }
    }
  }

  private static func isFree(_ port: Int) -> Bool {
    guard let listener = listen(on: port) else { return false }
    close(listener)
    return true
  }

  /// Runs the body while a socket listens on the port; nil when somebody else does.
  package static func occupied<Output>(_ port: Int, _ body: () async throws -> Output) async rethrows -> Output? {
    guard let listener = listen(on: port) else { return nil }
    defer { close(listener) }
    return try await body()
  }

  private static func listen(on port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0, Glibc.listen(descriptor, 1) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}
