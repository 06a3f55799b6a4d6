// swift-tools-version: 6.2
import PackageDescription

// Apart from the examples above it, which build in seconds: this one brings a server and a client along.
let package = Package(
    name: "MeteringExamples",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "swift-tally", path: "../..", traits: [.defaults, "HTTPClient", "ServiceLifecycle"]),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "RecordedProvider",
            dependencies: [.product(name: "Hummingbird", package: "hummingbird")],
            path: "RecordedProvider",
            resources: [.copy("Recordings")]
        ),
        .executableTarget(
            name: "MeteredChat",
            dependencies: [
                .product(name: "Tally", package: "swift-tally"),
                .product(name: "TallyMetering", package: "swift-tally"),
                .product(name: "TallyHTTPClient", package: "swift-tally"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            path: "MeteredChat",
            exclude: ["README.md"]
        ),
        .executableTarget(
            name: "TeamService",
            dependencies: [
                .product(name: "Tally", package: "swift-tally"),
                .product(name: "TallyMetering", package: "swift-tally"),
                .product(name: "TallyHTTPClient", package: "swift-tally"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "TeamService",
            exclude: ["README.md"]
        ),
    ]
)
