import Configuration
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JWTKit
import ServiceKit

/// What a vendor's own backend does, for the demo: it knows who sits in front of the planner, and signs that for Help.
struct DemoHost: Sendable {
  /// The secret of the demo's integration.
  private let key: String

  /// Nil without `DEMO_HOST_KEY` (at least 32 characters).
  init?(_ config: ConfigReader) throws {
    guard config.optional("DEMO_HOST_KEY") != nil else { return nil }
    key = try config.required("DEMO_HOST_KEY", minimumLength: 32)
  }

  var routes: [Route] {
    [Route(.get, "/demo/token", use: token)]
  }

  /// Somebody who is signed in to the planner.
  struct Employee: Encodable, Sendable {
    let name: String
    let email: String
    let role: Role
    let account: String
  }

  struct Answer: Encodable, Sendable {
    let token: String
    let user: Employee
  }

  /// `GET /demo/token?as=reception@baltyk.example`: the person and a token for ten minutes.
  private func token(_ request: Request, _ context: AppContext) async throws -> JSON<Answer> {
    guard let email = try request.queryItem("as"), let employee = Self.employees[email] else {
      throw Problem.invalid("as", .oneOf(Self.employees.keys.sorted()))
    }
    let names = email.split(separator: "@")
    let now = Int(Date().timeIntervalSince1970)
    let claims = Claims(
      iss: "planer.example", sub: String(names[0]), account: String(names[1].split(separator: ".")[0]),
      accountName: employee.account, name: employee.name, email: email, role: employee.role.rawValue, iat: now,
      exp: now + 600)
    let keys = await JWTKeyCollection().add(hmac: HMACKey(stringLiteral: key), digestAlgorithm: .sha256)
    return JSON(Answer(token: try await keys.sign(claims, header: ["kid": "demo"]), user: employee))
  }

  private struct Claims: JWTPayload {
    let iss: String
    let sub: String
    let account: String
    let accountName: String
    let name: String
    let email: String
    let role: String
    let iat: Int
    let exp: Int

    enum CodingKeys: String, CodingKey {
      case iss, sub, account, name, email, role, iat, exp
      case accountName = "account_name"
    }

    func verify(using algorithm: some JWTAlgorithm) {}
  }

  private static let employees: [String: Employee] = {
    let all = [
      Employee(name: "Katarzyna Zielińska", email: "reception@baltyk.example", role: .member, account: "Hotel Bałtyk"),
      Employee(name: "Marek Wiśniewski", email: "owner@baltyk.example", role: .manager, account: "Hotel Bałtyk"),
      Employee(name: "Joanna Gąsienica", email: "reception@tatry.example", role: .member, account: "Hotel Tatry"),
      Employee(name: "Stanisław Bachleda", email: "owner@tatry.example", role: .manager, account: "Hotel Tatry"),
    ]
    return Dictionary(uniqueKeysWithValues: all.map { ($0.email, $0) })
  }()
}
