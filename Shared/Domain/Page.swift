/// A bounded part of a list and where it goes on.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
  package let items: [Item]
  @ExplicitNull package var nextCursor: String?

  package init(items: [Item], nextCursor: String?) {
    self.items = items
    self.nextCursor = nextCursor
  }

  /// A page out of `limit + 1` rows: the surplus row only tells that there is more.
  ///
  /// - Parameter cursor: where the list goes on after an item.
  package init(_ rows: [Item], limit: Int, cursor: (Item) -> Cursor) {
    items = Array(rows.prefix(limit))
    nextCursor = rows.count > limit ? items.last.map { cursor($0).text } : nil
  }
}
