import Domain
import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// `GET` and `PATCH /v1/account`: the caller's own account, and what its manager decides about it.
struct AccountController: Sendable {
  let pool: Pool

  var routes: [Route] {
    [
      Route(.get, "/v1/account", use: show),
      Route(.patch, "/v1/account", use: change),
    ]
  }

  private func show(_ request: Request, _ context: AppContext) async throws -> JSON<OwnAccount> {
    let principal = try context.requireUser()
    return try await pool.acting(as: principal) { db in
      JSON(try await AccountRepository(db: db).require(principal.accountId))
    }
  }

  private func change(_ request: Request, _ context: AppContext) async throws -> JSON<OwnAccount> {
    let principal = try context.requireUser()
    guard principal.role == .manager else { throw Problem(.forbidden) }
    let audience = try await request.fields(AccountChange.self).validated()
    return try await pool.acting(as: principal) { db in
      let accounts = AccountRepository(db: db)
      if let audience { try await accounts.change(principal.accountId, answerAudience: audience) }
      return JSON(try await accounts.require(principal.accountId))
    }
  }
}

/// An account as its own people see it.
struct OwnAccount: Codable, Sendable {
  let id: UUID
  let name: String
  let answerAudience: AnswerAudience
}

/// What a manager changes; a field that is left out stays as it is.
private struct AccountChange: RequestFields {
  let answerAudience: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case answerAudience = "answer_audience"
  }

  func validated() throws(Problem) -> AnswerAudience? {
    guard let answerAudience else { return nil }
    var validation = Validation()
    let audience = validation.choice("answer_audience", answerAudience, default: AnswerAudience.author)
    try validation.finish()
    return audience
  }
}
