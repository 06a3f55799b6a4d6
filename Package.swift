// swift-tools-version: 6.2
import PackageDescription

// What every Swift target of this package is compiled with.
let swiftSettings: [SwiftSetting] = [
    .strictMemorySafety(),  // every unsafe use says `unsafe`
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),  // `public import` shows what leaks into the API
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),  // applies at the root only, never to a consumer
]

// Tests reach for pointers to place text at the very end of memory, and say so where they do.
let testSettings = Array(swiftSettings.dropFirst())

// Targets from the bottom floor up: an import may point down, never up.
let package = Package(
    name: "swift-tally",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "Tally", targets: ["Tally"]),
        .library(name: "TallyTokenizer", targets: ["TallyTokenizer"]),
        .library(name: "TallyPricing", targets: ["TallyPricing"]),
        .library(name: "TallyVocabularies", targets: ["TallyVocabularies"]),
        .library(name: "TallyEstimation", targets: ["TallyEstimation"]),
        .library(name: "TallyProviders", targets: ["TallyProviders"]),
        .library(name: "TallyMetering", targets: ["TallyMetering"]),
        .library(name: "TallyStorage", targets: ["TallyStorage"]),
        .library(name: "TallyFileExport", targets: ["TallyFileExport"]),
        .library(name: "TallyHTTPExport", targets: ["TallyHTTPExport"]),
        .library(name: "TallyOTLPExport", targets: ["TallyOTLPExport"]),
        .library(name: "TallyConfiguration", targets: ["TallyConfiguration"]),
        .library(name: "TallyReports", targets: ["TallyReports"]),
        .library(name: "TallyTesting", targets: ["TallyTesting"]),
        .library(name: "TallyHTTPClient", targets: ["TallyHTTPClient"]),
        .library(name: "TallyRegex", targets: ["TallyRegex"]),
        .executable(name: "tally", targets: ["TallyCLI"]),
    ],
    // One trait per embedded encoding and per optional system library or package: what is off keeps its data out of the
    // binary and its packages out of a consumer's resolution.
    traits: [
        .default(enabledTraits: ["CL100KBase", "Claude", "Gemma", "O200KBase", "P50KBase", "Reports", "YAML"]),
        .trait(name: "CL100KBase", description: "Embeds cl100k_base (GPT-4, GPT-3.5, text-embedding-3)."),
        .trait(name: "Claude", description: "Embeds the model of Claude's token counts (Claude 3 to Opus 5)."),
        .trait(name: "Gemma", description: "Embeds gemma3 and gemma4 (Gemma 3 and 4, Gemini)."),
        .trait(name: "MistralSPM", description: "Embeds mistral_spm (Mistral's models before Tekken)."),
        .trait(name: "O200KBase", description: "Embeds o200k_base and o200k_harmony (GPT-4o and later, gpt-oss)."),
        .trait(name: "P50KBase", description: "Embeds p50k_base, p50k_edit, r50k_base and gpt2 (GPT-3, GPT-2)."),
        .trait(name: "DeepSeek", description: "Embeds the encodings of DeepSeek V3, R1 and V4."),
        .trait(name: "GLM", description: "Embeds the encodings of GLM 4.5 and GLM 5."),
        .trait(name: "KimiK2", description: "Embeds the encoding of Kimi K2, under a licence of its own (NOTICE)."),
        .trait(name: "Qwen3", description: "Embeds the encoding of Qwen 1 to 3 and Voyage 3."),
        .trait(name: "Qwen35", description: "Embeds the encoding of Qwen 3.5."),
        .trait(name: "Tekken", description: "Embeds Mistral's Tekken (Nemo, and all later models)."),
        .trait(name: "YAML", description: "Reads tally.yml in TallyConfiguration, by Yams."),
        .trait(name: "Reports", description: "Percentiles in TallyReports, by HdrHistogram."),
        .trait(
            name: "LiveReport",
            description: "Serves a report that goes on, by FlyingFox.",
            enabledTraits: ["Reports"]
        ),
        .trait(name: "PCRE2", description: "Builds TallyRegex on the system's libpcre2-8."),
        .trait(name: "Metrics", description: "Tells swift-metrics how metering does, and what is spent."),
        .trait(name: "ServiceLifecycle", description: "Makes UsagePipeline a Service that shuts down gracefully."),
        .trait(name: "HTTPClient", description: "Builds TallyHTTPClient on AsyncHTTPClient."),
        .trait(name: "Compression", description: "Compresses by the system's zlib and libzstd."),
        .trait(
            name: "HTTPExport",
            description: "Builds TallyHTTPExport on AsyncHTTPClient and swift-crypto.",
            enabledTraits: ["Compression"]
        ),
        .trait(
            name: "OTLPExport",
            description: "Builds TallyOTLPExport: OpenTelemetry over HTTP.",
            enabledTraits: ["HTTPExport"]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        // Floor 0: C
        .target(name: "CTallyKernels"),
        .target(
            name: "CTallyVocabularies",
            path: "vocabularies",
            exclude: [
                "README.md", "data", "normalization_tables.py", "pack.py", "pack_claude.py", "pack_sentencepiece.py",
                "ranks.py", "unicode_classes.py",
            ],
            cSettings: [
                .define("TALLY_CL100K_BASE", .when(traits: ["CL100KBase"])),
                .define("TALLY_CLAUDE", .when(traits: ["Claude"])),
                .define("TALLY_GEMMA", .when(traits: ["Gemma"])),
                .define("TALLY_MISTRAL_SPM", .when(traits: ["MistralSPM"])),
                .define("TALLY_O200K_BASE", .when(traits: ["O200KBase"])),
                .define("TALLY_P50K_BASE", .when(traits: ["P50KBase"])),
                .define("TALLY_QWEN3", .when(traits: ["Qwen3"])),
                .define("TALLY_QWEN35", .when(traits: ["Qwen35"])),
                .define("TALLY_DEEPSEEK", .when(traits: ["DeepSeek"])),
                .define("TALLY_TEKKEN", .when(traits: ["Tekken"])),
                .define("TALLY_GLM", .when(traits: ["GLM"])),
                .define("TALLY_KIMI_K2", .when(traits: ["KimiK2"])),
            ]
        ),
        .target(name: "CTallyPrices", exclude: ["README.md", "data", "name_patterns.py", "pack_prices.py"]),
        .systemLibrary(
            name: "CPCRE2",
            pkgConfig: "libpcre2-8",
            providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),

        // Floor 1: values
        .target(name: "TallyTokenizer", dependencies: ["CTallyKernels"], swiftSettings: swiftSettings),
        .target(name: "TallyPricing", dependencies: ["CTallyPrices"], swiftSettings: swiftSettings),

        // Floor 2: encodings
        .target(
            name: "TallyVocabularies",
            dependencies: ["TallyTokenizer", "CTallyVocabularies"],
            exclude: ["Models/facts.tsv", "Models/models.py"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TallyRegex",
            dependencies: [
                "CTallyKernels", "TallyTokenizer", .target(name: "CPCRE2", condition: .when(traits: ["PCRE2"])),
            ],
            swiftSettings: swiftSettings
        ),

        // Floor 3: what a request will cost, what it used, and who it was for
        .target(
            name: "TallyEstimation",
            dependencies: ["TallyTokenizer", "TallyVocabularies", "TallyPricing"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TallyProviders",
            dependencies: ["TallyTokenizer", "TallyPricing"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TallyMetering",
            dependencies: [
                "TallyTokenizer", "TallyPricing", "TallyProviders",
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])
                ),
            ],
            exclude: ["Records/record.schema.json"],
            swiftSettings: swiftSettings
        ),

        // Floor 4: what tests of meters and exporters need, and one import for applications
        .target(
            name: "TallyTesting",
            dependencies: ["TallyMetering", "TallyTokenizer"],
            swiftSettings: swiftSettings
        ),
        // Floor 4: one import for applications, and what meters their client
        .target(
            name: "Tally",
            dependencies: [
                "TallyTokenizer", "TallyVocabularies", "TallyPricing", "TallyEstimation", "TallyProviders",
                "TallyMetering",
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TallyHTTPClient",
            dependencies: [
                "TallyMetering",
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["HTTPClient"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTPClient"])),
                .product(
                    name: "AsyncHTTPClient",
                    package: "async-http-client",
                    condition: .when(traits: ["HTTPClient"])
                ),
            ],
            swiftSettings: swiftSettings
        ),

        // Floor 4: exporters, and what outlives a crash
        .target(
            name: "TallyStorage",
            dependencies: [
                "TallyMetering", "TallyProviders", "TallyPricing", "TallyTokenizer",
                .product(name: "Logging", package: "swift-log"),
                .target(name: "CZlib", condition: .when(traits: ["Compression"])),
                .target(name: "CZstd", condition: .when(traits: ["Compression"])),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TallyFileExport",
            dependencies: [
                "TallyStorage", "TallyMetering", "TallyPricing", "TallyTokenizer",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TallyHTTPExport",
            dependencies: [
                "TallyStorage", "TallyMetering", "TallyPricing", "TallyTokenizer",
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["HTTPExport"])),
                .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["HTTPExport"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTPExport"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["HTTPExport"])),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["HTTPExport"])),
                .product(
                    name: "AsyncHTTPClient",
                    package: "async-http-client",
                    condition: .when(traits: ["HTTPExport"])
                ),
            ],
            swiftSettings: swiftSettings
        ),

        // Floor 5: OpenTelemetry, and the file that says what is wanted
        .target(
            name: "TallyOTLPExport",
            dependencies: [
                "TallyStorage", "TallyHTTPExport", "TallyMetering", "TallyPricing", "TallyTokenizer",
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["OTLPExport"])),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TallyConfiguration",
            dependencies: [
                "TallyFileExport", "TallyStorage", "TallyMetering", "TallyPricing", "TallyTokenizer",
                .target(name: "TallyHTTPExport", condition: .when(traits: ["HTTPExport"])),
                .target(name: "TallyOTLPExport", condition: .when(traits: ["OTLPExport"])),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams", condition: .when(traits: ["YAML"])),
            ],
            exclude: ["tally.schema.json"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TallyReports",
            dependencies: [
                "TallyFileExport", "TallyStorage", "TallyMetering", "TallyPricing", "TallyProviders", "TallyTokenizer",
                .product(
                    name: "Histogram",
                    package: "hdrhistogram-swift",
                    condition: .when(traits: ["Reports"])
                ),
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["LiveReport"])),
            ],
            exclude: ["Writing/report.schema.json"],
            swiftSettings: swiftSettings
        ),

        // Floor 6: the command
        .executableTarget(
            name: "TallyCLI",
            dependencies: [
                "TallyConfiguration", "TallyEstimation", "TallyFileExport", "TallyMetering", "TallyPricing",
                "TallyReports", "TallyStorage", "TallyTokenizer",
                .target(name: "TallyRegex", condition: .when(traits: ["PCRE2"])),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Check/check.schema.json", "Explain/explain.schema.json"],
            swiftSettings: swiftSettings
        ),

        // One test target a target, and what they share
        .target(name: "TallyTestSupport", path: "Tests/Support", swiftSettings: testSettings),
        // What tests kill, starve and lie to: metering at work, as a process of its own
        .executableTarget(
            name: "TallyDriver",
            dependencies: [
                "TallyFileExport", "TallyStorage", "TallyMetering", "TallyPricing", "TallyTesting", "TallyTokenizer",
                .product(name: "Logging", package: "swift-log"),
                .target(name: "TallyHTTPExport", condition: .when(traits: ["HTTPExport"])),
                .target(name: "TallyOTLPExport", condition: .when(traits: ["OTLPExport"])),
            ],
            path: "Tests/Driver",
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyTokenizerTests",
            dependencies: ["CTallyKernels", "TallyTokenizer", "TallyVocabularies", "TallyTestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyPricingTests",
            dependencies: ["TallyPricing", "TallyTestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyVocabulariesTests",
            dependencies: ["TallyVocabularies", "TallyPricing", "TallyTestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyEstimationTests",
            dependencies: [
                "TallyEstimation", "TallyTokenizer", "TallyVocabularies", "TallyPricing", "TallyTestSupport",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyProvidersTests",
            dependencies: [
                "TallyProviders", "TallyVocabularies", "TallyPricing", "TallyTokenizer", "TallyTestSupport",
            ],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyMeteringTests",
            dependencies: [
                "TallyMetering", "TallyTesting", "TallyProviders", "TallyPricing", "TallyTokenizer", "TallyTestSupport",
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])
                ),
            ],
            exclude: ["Fixtures"],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyConfigurationTests",
            dependencies: [
                "TallyConfiguration", "TallyFileExport", "TallyMetering", "TallyPricing", "TallyTesting",
                "TallyTokenizer",
                "TallyTestSupport", .target(name: "TallyHTTPExport", condition: .when(traits: ["HTTPExport"])),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyTestingTests",
            dependencies: ["TallyTesting", "TallyMetering", "TallyTokenizer", "TallyTestSupport"],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyStorageTests",
            dependencies: [
                "TallyStorage", "TallyMetering", "TallyProviders", "TallyPricing", "TallyTesting", "TallyTokenizer",
                "TallyTestSupport", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyFileExportTests",
            dependencies: [
                "TallyFileExport", "TallyStorage", "TallyMetering", "TallyPricing", "TallyTesting", "TallyTokenizer",
                "TallyTestSupport",
            ],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyHTTPExportTests",
            dependencies: [
                "TallyHTTPExport", "TallyStorage", "TallyMetering", "TallyPricing", "TallyTesting", "TallyTokenizer",
                "TallyTestSupport",
                .product(
                    name: "AsyncHTTPClient",
                    package: "async-http-client",
                    condition: .when(traits: ["HTTPExport"])
                ),
                .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["HTTPExport"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTPExport"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["HTTPExport"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["HTTPExport"])),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["HTTPExport"])),
            ],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyOTLPExportTests",
            dependencies: [
                "TallyOTLPExport", "TallyHTTPExport", "TallyMetering", "TallyPricing", "TallyTesting", "TallyTokenizer",
                "TallyTestSupport",
            ],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyReportsTests",
            dependencies: [
                "TallyReports", "TallyFileExport", "TallyMetering", "TallyPricing", "TallyTesting", "TallyTokenizer",
                "TallyTestSupport",
            ],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyTests",
            dependencies: ["Tally", "TallyTesting"],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyHTTPClientTests",
            dependencies: [
                "TallyHTTPClient", "TallyMetering", "TallyTesting",
                .product(
                    name: "AsyncHTTPClient",
                    package: "async-http-client",
                    condition: .when(traits: ["HTTPClient"])
                ),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTPClient"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["HTTPClient"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["HTTPClient"])),
            ],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyRegexTests",
            dependencies: ["TallyRegex", "TallyVocabularies", "CTallyKernels", "TallyTestSupport"],
            swiftSettings: testSettings
        ),
        .testTarget(
            name: "TallyCLITests",
            dependencies: [
                "TallyCLI", "TallyConfiguration", "TallyEstimation", "TallyFileExport", "TallyMetering", "TallyPricing",
                "TallyReports", "TallyTesting", "TallyTestSupport",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: testSettings
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x  // #embed without a warning
)

// The documentation plug-in is asked for by `make docs` only, so that nobody else resolves it.
if Context.environment["TALLY_DOCS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

// Sanitizers watch these only, and building the others with them would take most of the time.
if Context.environment["TALLY_WATCHED"] != nil {
    let watched: Set = [
        "CPCRE2", "CTallyKernels", "CTallyPrices", "CTallyVocabularies", "CZlib", "CZstd", "TallyFileExport",
        "TallyFileExportTests", "TallyMetering", "TallyMeteringTests", "TallyPricing", "TallyProviders", "TallyRegex",
        "TallyRegexTests", "TallyReports", "TallyReportsTests", "TallyStorage", "TallyStorageTests", "TallyTestSupport",
        "TallyTesting", "TallyTestingTests", "TallyTokenizer", "TallyTokenizerTests", "TallyVocabularies",
        "TallyVocabulariesTests",
    ]
    package.targets.removeAll { !watched.contains($0.name) }
    package.products.removeAll { product in
        (product as? Product.Library)?.targets.allSatisfy(watched.contains) != true
    }
}
