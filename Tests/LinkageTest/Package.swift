// swift-tools-version: 6.2
import PackageDescription

// An application that only counts. `.ci/test` looks at what it links.
let package = Package(
    name: "LinkageTest",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "swift-tally", path: "../..")],
    targets: [
        .executableTarget(
            name: "LinkageTest",
            dependencies: [.product(name: "TallyVocabularies", package: "swift-tally")]
        )
    ]
)
