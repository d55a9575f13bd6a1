import Domain

/// A change of a ticket in words, for the notification that tells of it.
struct TicketChangeText {
  let ticket: Int?
  let status: TicketStatus?
  let topic: String?

  func words(in language: Language) -> String {
    let number = ticket.map { " \($0)" } ?? ""
    let sentences = [
      status.map { Self.sentence(status: Self.name(of: $0, in: language), number, in: language) },
      topic.map { Self.sentence(topic: $0, number, in: language) },
    ]
    return sentences.compactMap { $0 }.joined(separator: "\n")
  }

  private static func sentence(status: String, _ number: String, in language: Language) -> String {
    switch language {
    case .pl: "Zgłoszenie\(number) ma teraz status: \(status)."
    case .en: "Ticket\(number) now has the status: \(status)."
    case .uk: "Звернення\(number) тепер має статус: \(status)."
    }
  }

  private static func sentence(topic: String, _ number: String, in language: Language) -> String {
    switch language {
    case .pl: "Zgłoszenie\(number) ma teraz temat: „\(topic)”."
    case .en: "Ticket\(number) now has the topic: “\(topic)”."
    case .uk: "Звернення\(number) тепер має тему: «\(topic)»."
    }
  }

  private static func name(of status: TicketStatus, in language: Language) -> String {
    let (pl, en, uk) =
      switch status {
      case .new: ("Nowe", "New", "Нове")
      case .inProgress: ("W trakcie", "In progress", "У роботі")
      case .waiting: ("Czeka na odpowiedź", "Waiting for answer", "Чекає на відповідь")
      case .resolved: ("Rozwiązane", "Resolved", "Вирішено")
      case .closed: ("Zamknięte", "Closed", "Закрито")
      }
    return switch language {
    case .pl: pl
    case .en: en
    case .uk: uk
    }
  }
}
