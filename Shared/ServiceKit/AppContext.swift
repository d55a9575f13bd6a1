import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What a request carries through middleware and controllers: who speaks, in which language, under which id.
package struct AppContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  package let channel: any Channel
  /// Set by the authenticating middleware; nil for a caller without a credential.
  package var principal: Principal?
  /// The process of the suite that speaks by itself, for nobody's request.
  package var process: String?
  /// The language of the answer's words.
  package var language = Language.pl
  /// One id for this request in all processes.
  package var requestId = ""

  package init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  /// Who speaks; 401 without a credential.
  package func requirePrincipal() throws(Problem) -> Principal {
    guard let principal else { throw Problem(.unauthenticated) }
    return principal
  }

  /// A person of support; 403 for anybody else.
  package func requireSupport() throws(Problem) -> Principal {
    let principal = try requirePrincipal()
    guard principal.isSupport else { throw Problem(.forbidden) }
    return principal
  }

  /// Somebody of an account; 403 for support.
  package func requireUser() throws(Problem) -> Principal {
    let principal = try requirePrincipal()
    guard !principal.isSupport else { throw Problem(.forbidden) }
    return principal
  }

  /// A process of the suite; 401 for people.
  package func requireProcess() throws(Problem) -> String {
    guard let process else { throw Problem(.unauthenticated) }
    return process
  }

  /// A ticket's or notification's number out of the path; what cannot be one is simply not there.
  package func requireNumber() throws(Problem) -> Int {
    guard let number = parameters.get("number", as: Int.self), number > 0 else { throw Problem(.notFound) }
    return number
  }

  /// An id out of the path; what cannot be one is simply not there.
  package func requireId() throws(Problem) -> UUID {
    guard let id = parameters.get("id", as: UUID.self) else { throw Problem(.notFound) }
    return id
  }
}
