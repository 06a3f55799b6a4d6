// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Examples",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "swift-tally", path: "..")],
    targets: [
        .executableTarget(
            name: "CountAndPrice",
            dependencies: [.product(name: "Tally", package: "swift-tally")],
            path: "CountAndPrice"
        ),
        .executableTarget(
            name: "FitContext",
            dependencies: [.product(name: "Tally", package: "swift-tally")],
            path: "FitContext"
        ),
    ]
)
