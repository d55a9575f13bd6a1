import Testing

/// Tests that keep a machine busy, one after another.
@Suite("Under load", .serialized)
enum HeavyTests {}
