import Domain
import Foundation
import NIOHTTP1
import TestSupport

/// A call that tries to reach what another account has.
struct ForeignCall: Sendable {
  enum Expected: Sendable {
    /// This status, and not a byte of difference to the answer about something that does not exist.
    case refusal(Int)
    /// 200 with this body, in which there is nothing.
    case nothing(String)
  }

  let expected: Expected
  let send: @Sendable (TestCaller, ForeignTarget) async throws -> TestAnswer

  init(_ expected: Expected, _ send: @escaping @Sendable (TestCaller, ForeignTarget) async throws -> TestAnswer) {
    self.expected = expected
    self.send = send
  }
}

/// For every public route the calls by which an intruder might reach another account with it. No calls: the route
/// names nothing that could be another's.
enum ForeignCalls {
  static let byRoute: [String: [ForeignCall]] = [
    "POST /v1/tickets": claims { _ in "/v1/tickets" } + [
      ForeignCall(.refusal(422)) { caller, target in
        try await caller.post(
          "/v1/tickets", json: #"{"topic": "x", "message": "y", "account_id": "\#(target.account.text)"}"#)
      }
    ],
    "GET /v1/tickets": ["", "?topic=Faktury", "?status=new", "?limit=100"].map(emptyList("/v1/tickets")),
    "GET /v1/tickets/:number": [
      call(.GET) { "/v1/tickets/\($0.number)" }, call(.HEAD) { "/v1/tickets/\($0.number)" },
    ],
    "PATCH /v1/tickets/:number": [
      ForeignCall(.refusal(403)) { caller, target in
        try await caller.send(.PATCH, "/v1/tickets/\(target.number)", json: #"{"status": "closed"}"#)
      }
    ],
    "POST /v1/tickets/:number/messages": claims { "/v1/tickets/\($0.number)/messages" } + [
      ForeignCall(.refusal(404)) { caller, target in
        try await caller.post("/v1/tickets/\(target.number)/messages", json: #"{"text": "y"}"#)
      },
      ForeignCall(.refusal(404)) { caller, target in
        var form = TestForm()
        form.add("text", "y")
        form.add(TestFile(seed: 9))
        return try await caller.post("/v1/tickets/\(target.number)/messages", form: form)
      },
      ForeignCall(.refusal(404)) { caller, target in
        try await caller.post(
          "/v1/tickets/\(target.number)/messages", json: #"{"text": "y"}"#, headers: ["Idempotency-Key": "k"])
      },
    ],
    "PUT /v1/tickets/:number/closure": [call(.PUT) { "/v1/tickets/\($0.number)/closure" }],
    "DELETE /v1/tickets/:number/closure": [call(.DELETE) { "/v1/tickets/\($0.number)/closure" }],
    "GET /v1/topics": [
      ForeignCall(.nothing(#"{"catalogue":[],"in_use":[]}"#)) { caller, _ in try await caller.get("/v1/topics") }
    ],
    "POST /v1/attachments": [],
    "GET /v1/attachments/:id": (0..<3).flatMap { index in
      [
        call(.GET) { "/v1/attachments/\($0.files[index].text)" },
        call(.HEAD) { "/v1/attachments/\($0.files[index].text)" },
        call(.GET, ["Range": "bytes=0-9"]) { "/v1/attachments/\($0.files[index].text)" },
        call(.GET, ["If-None-Match": "*"]) { "/v1/attachments/\($0.files[index].text)" },
      ]
    },
    "GET /v1/history": ["", "?topic=Faktury", "?status=new", "?status=unread", "?kind=ticket", "?kind=notification"]
      .map(emptyList("/v1/history")),
    "POST /v1/notifications": [
      ForeignCall(.refusal(403)) { caller, target in
        try await caller.post(
          "/v1/notifications",
          json: #"{"to": {"account_id": "\#(target.account.text)"}, "topic": "x", "text": "y"}"#)
      },
      ForeignCall(.refusal(403)) { caller, target in
        try await caller.post(
          "/v1/notifications", json: #"{"to": {"user_id": "\#(target.person.text)"}, "topic": "x", "text": "y"}"#)
      },
    ],
    "GET /v1/notifications": ["", "?due=true", "?limit=100"].map(emptyList("/v1/notifications")),
    "GET /v1/notifications/reminders": [],
    "GET /v1/notifications/:number": byNotification { index in
      [
        call(.GET) { "/v1/notifications/\($0.notifications[index])" },
        call(.HEAD) { "/v1/notifications/\($0.notifications[index])" },
      ]
    },
    "PUT /v1/notifications/:number/reading": byNotification { index in
      [call(.PUT) { "/v1/notifications/\($0.notifications[index])/reading" }]
    },
    "PUT /v1/notifications/:number/reminder": byNotification { index in
      [
        ForeignCall(.refusal(404)) { caller, target in
          try await caller.send(
            .PUT, "/v1/notifications/\(target.notifications[index])/reminder", json: #"{"preset": "in_an_hour"}"#)
        }
      ]
    },
    "PUT /v1/notifications/:number/deletion": byNotification { index in
      [call(.PUT) { "/v1/notifications/\($0.notifications[index])/deletion" }]
    },
    "DELETE /v1/notifications/:number/deletion": byNotification { index in
      [call(.DELETE) { "/v1/notifications/\($0.notifications[index])/deletion" }]
    },
    "GET /v1/notifications/:number/receipts": byNotification { index in
      [
        ForeignCall(.refusal(403)) { caller, target in
          try await caller.get("/v1/notifications/\(target.notifications[index])/receipts")
        }
      ]
    },
    "POST /v1/notifications/:number/ticket": byNotification { index in
      [
        ForeignCall(.refusal(404)) { caller, target in
          try await caller.post(
            "/v1/notifications/\(target.notifications[index])/ticket", json: #"{"message": "y"}"#)
        },
        ForeignCall(.refusal(404)) { caller, target in
          var form = TestForm()
          form.add("message", "y")
          form.add(TestFile(seed: 9))
          return try await caller.post("/v1/notifications/\(target.notifications[index])/ticket", form: form)
        },
      ]
    },
    // Who hears what is tested with the stream itself.
    "GET /v1/events": [],
    "GET /v1/account": [],
    "PATCH /v1/account": [],
    "POST /v1/sessions": [],
    "POST /v1/sessions/embedded": [],
    "DELETE /v1/sessions/current": [],
    "GET /v1/me": [],
    "GET /demo/token": [],
    "GET /": [],
    "GET /metrics": [],
  ]

  private static func call(
    _ method: HTTPMethod, _ headers: [String: String] = [:], _ path: @escaping @Sendable (ForeignTarget) -> String
  ) -> ForeignCall {
    ForeignCall(.refusal(404)) { caller, target in try await caller.send(method, path(target), headers: headers) }
  }

  private static func emptyList(_ path: String) -> @Sendable (String) -> ForeignCall {
    { query in
      ForeignCall(.nothing(#"{"items":[],"next_cursor":null}"#)) { caller, _ in try await caller.get(path + query) }
    }
  }

  /// For the notification to the account and for the one to a person of it.
  private static func byNotification(_ calls: (Int) -> [ForeignCall]) -> [ForeignCall] { (0..<2).flatMap(calls) }

  /// Attempts to attach each of the other account's files to a ticket or message of one's own.
  private static func claims(_ path: @escaping @Sendable (ForeignTarget) -> String) -> [ForeignCall] {
    (0..<3).map { index in
      ForeignCall(.refusal(404)) { caller, target in
        let isTicket = path(target) == "/v1/tickets"
        let fields = isTicket ? #""topic": "x", "message": "y""# : #""text": "y""#
        return try await caller.post(
          path(target), json: "{\(fields), \"attachment_id\": \"\(target.files[index].text)\"}")
      }
    }
  }
}
