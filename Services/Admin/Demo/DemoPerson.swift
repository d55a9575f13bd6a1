import Domain

/// The people of the demonstration. The raw value is the e-mail address they sign in with.
enum DemoPerson: String, CaseIterable {
  case kasia = "reception@baltyk.example"
  case marek = "owner@baltyk.example"
  case joanna = "reception@tatry.example"
  case stanislaw = "owner@tatry.example"
  case anna = "agent@pomoc.example"
  case tomasz = "agent2@pomoc.example"
  case ewa = "admin@pomoc.example"

  var name: String {
    switch self {
    case .kasia: "Katarzyna Zielińska"
    case .marek: "Marek Wiśniewski"
    case .joanna: "Joanna Gąsienica"
    case .stanislaw: "Stanisław Bachleda"
    case .anna: "Anna Kowalczyk"
    case .tomasz: "Tomasz Nowicki"
    case .ewa: "Ewa Lewandowska"
    }
  }

  var role: Role {
    switch self {
    case .kasia, .joanna: .member
    case .marek, .stanislaw: .manager
    case .anna, .tomasz: .agent
    case .ewa: .admin
    }
  }

  /// Where they work; nil for support.
  var hotel: DemoHotel? {
    switch self {
    case .kasia, .marek: .baltyk
    case .joanna, .stanislaw: .tatry
    case .anna, .tomasz, .ewa: nil
    }
  }

  /// The `sub` of the tokens that the host page signs for them; nil for support.
  var externalId: String? { hotel.map { _ in rawValue.prefix { $0 != "@" } }.map(String.init) }
}

/// The hotels of the demonstration. The raw value is the `account` of the tokens that the host page signs.
enum DemoHotel: String, CaseIterable {
  case baltyk, tatry

  var name: String {
    switch self {
    case .baltyk: "Hotel Bałtyk"
    case .tatry: "Hotel Tatry"
    }
  }
}

/// The host application of the demonstration: the one whose page carries the Help button.
enum DemoHost {
  static let kid = "demo"
  static let issuer = "planer.example"
}

/// What support suggests as topics, in this order.
enum DemoTopics {
  static let catalogue = [
    "Rezerwacje", "Cennik i dostępność", "Rezerwacje ze strony www", "Channel manager", "Goście i meldunek",
    "Faktury i paragony", "Płatności online", "Raporty", "Sprzątanie i usterki", "Powiadomienia e-mail i SMS",
    "Użytkownicy i uprawnienia", "Drukarki i urządzenia", "Abonament i umowa", "Inne pytanie",
  ]
}
