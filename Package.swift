// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let asyncAlgorithms: Target.Dependency = .product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioFoundation: Target.Dependency = .product(name: "NIOFoundationEssentialsCompat", package: "swift-nio")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")

/// A process of the suite: product `name`, target `target`, sources in `Services/<target>`.
func service(
  _ target: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .executableTarget(
    name: target, dependencies: dependencies, path: "Services/\(target)", exclude: exclude, resources: resources,
    swiftSettings: settings)
}

func shared(_ target: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(
    name: target, dependencies: dependencies, path: "Shared/\(target)", resources: resources, swiftSettings: settings)
}

func tests(_ target: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: target, dependencies: dependencies, path: "Tests/\(target)", swiftSettings: settings)
}

let package = Package(
  name: "pomoc",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "gateway", targets: ["Gateway"]),
    .executable(name: "tickets", targets: ["Tickets"]),
    .executable(name: "notifications", targets: ["Notifications"]),
    .executable(name: "pomoc", targets: ["Admin"]),
  ],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
    .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
  ],
  targets: [
    .systemLibrary(name: "CPostgres", path: "Shared/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CMagic", path: "Shared/CMagic", pkgConfig: "libmagic", providers: [.apt(["libmagic-dev"])]),

    shared("Domain", []),
    shared("Postgres", ["CPostgres", logging, metrics, lifecycle]),
    shared("Schema", ["Postgres"], resources: [.embedInCode("Migrations")]),
    shared(
      "ServiceKit",
      [
        "Domain", "Postgres", "Schema", hummingbird, httpClient, configuration, arguments, logging, metrics, lifecycle,
        httpTypes, nio, nioHTTP, nioFoundation, nioPosix, crypto, cryptoExtras, jwt,
      ]),

    service(
      "Gateway",
      [
        "Domain", "Postgres", "ServiceKit", hummingbird, httpClient, configuration, arguments, logging, httpTypes, nio,
        nioHTTP, nioFoundation, crypto, jwt, lifecycle, asyncAlgorithms,
      ],
      exclude: ["Web"]),
    service(
      "Tickets",
      [
        "CMagic", "Domain", "Postgres", "ServiceKit", hummingbird, configuration, arguments, logging, lifecycle,
        httpTypes,
        nio, crypto,
      ]),
    service(
      "Notifications",
      [
        "Domain", "Postgres", "ServiceKit", hummingbird, configuration, arguments, logging, lifecycle, httpTypes,
        nioFoundation,
      ]),
    service(
      "Admin",
      ["Domain", "Postgres", "Schema", "ServiceKit", arguments, configuration, logging, crypto, jwt],
      resources: [.embedInCode("Demo/Files")]),

    .target(
      name: "TestSupport",
      dependencies: [
        "CPostgres", "Domain", "Postgres", "Schema", "ServiceKit", httpClient, nio, nioHTTP, nioPosix, nioFoundation,
        crypto,
      ],
      path: "Tests/Support", swiftSettings: settings),
    tests(
      "AdminTests", ["Admin", "Domain", "Postgres", "Schema", "ServiceKit", "TestSupport", crypto, jwt]),
    tests("ArchitectureTests", []),
    tests("DomainTests", ["Domain"]),
    tests(
      "ServiceKitTests",
      [
        "Domain", "Postgres", "Schema", "ServiceKit", "TestSupport", hummingbird, hummingbirdTesting, httpClient,
        configuration, logging, metrics, httpTypes, nio, nioPosix, nioFoundation, jwt,
      ]),
    tests(
      "TicketsTests",
      [
        "Tickets", "Domain", "Postgres", "ServiceKit", "TestSupport", hummingbird, hummingbirdTesting, configuration,
        logging,
        httpTypes, nio, crypto, jwt,
      ]),
    tests(
      "NotificationsTests",
      [
        "Notifications", "Domain", "Postgres", "ServiceKit", "TestSupport", hummingbird, hummingbirdTesting,
        configuration, logging, httpTypes, nio, jwt,
      ]),
    tests(
      "GatewayTests",
      ["Gateway", "Domain", "Postgres", "ServiceKit", "TestSupport", nio, nioHTTP, httpTypes, crypto, jwt]),
    tests("PostgresTests", ["Postgres", "TestSupport"]),
    tests(
      "SuiteTests", ["Domain", "Gateway", "Postgres", "ServiceKit", "TestSupport", httpClient, nio, nioHTTP, httpTypes]),
  ],
  swiftLanguageModes: [.v6]
)
