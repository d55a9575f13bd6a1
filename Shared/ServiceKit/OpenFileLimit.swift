import Foundation

/// How many files, and so connections, this process may have open.
enum OpenFileLimit {
  /// Takes as many as the system allows: the usual 1,024 would be too few for the event streams of one gateway.
  static func raise() {
    // The C library's own name for the resource is a type that Swift does not see.
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(files, &limit)
  }
}
