internal import TallyFileExport
internal import TallyMetering
internal import TallyStorage

/// One plan on its way to an exporter, and what is found wrong meanwhile.
struct ExporterMaking {
    let plan: ExporterPlan
    let maker: ExporterMaker
    private(set) var problems: [ConfigurationProblem] = []

    init(_ plan: ExporterPlan, _ maker: ExporterMaker) {
        self.plan = plan
        self.maker = maker
    }

    /// Notes what is wrong at `key` of the plan: `.url`.
    mutating func note(_ key: String, _ message: String) {
        let place = self.plan.place
        self.problems.append(
            ConfigurationProblem(
                file: place?.file ?? "exporters",
                line: place?.line ?? 0,
                column: place?.column ?? 0,
                path: (place?.path ?? self.plan.name) + key,
                message: message
            )
        )
    }

    /// The exporter; nil if something is wrong.
    mutating func exporter() -> (any UsageExporter)? {
        switch self.plan.destination {
        case .file(let plan): return self.ledger(plan)
        case .console(let plan):
            return ConsoleExporter(name: self.plan.name, to: plan.stream == .output ? .standardOutput : .standardError)
        case .http(let plan):
            #if HTTPExport
            return self.receiver(plan)
            #else
            _ = plan
            return self.missing(trait: "HTTPExport", "sends nothing by HTTP")
            #endif
        case .otlp(let plan):
            #if OTLPExport
            return self.telemetry(plan)
            #else
            _ = plan
            return self.missing(trait: "OTLPExport", "speaks no OpenTelemetry")
            #endif
        case .otlpFile(let plan):
            #if OTLPExport
            return self.telemetryFile(plan)
            #else
            _ = plan
            return self.missing(trait: "OTLPExport", "speaks no OpenTelemetry")
            #endif
        }
    }

    /// Says which trait an exporter needs.
    private mutating func missing(trait: String, _ what: String) -> (any UsageExporter)? {
        let type = self.plan.destination.type
        self.note(".type", "this build \(what), so there is no '\(type)'; enable the trait \(trait) of swift-tally")
        return nil
    }

    private mutating func ledger(_ plan: FilePlan) -> (any UsageExporter)? {
        var configuration = FileExporter.Configuration()
        configuration.logger = self.maker.logger
        switch plan.sync {
        case .batch?: configuration.sync = .eachBatch
        case .interval(let time)?: configuration.sync = .interval(time)
        case .never?: configuration.sync = .never
        case nil: break
        }
        if let bytes = plan.rotationBytes { configuration.maximumFileSize = bytes }
        if let time = plan.rotationTime { configuration.maximumFileAge = time }
        switch plan.compression {
        case .gzip?: configuration.compression = .gzip
        case .zstd?: configuration.compression = .zstd
        case FilePlan.Compression.none?: configuration.compression = nil
        case nil: break
        }
        #if !Compression
        if configuration.compression != nil {
            self.note(".compression", "this build compresses nothing; enable the trait Compression of swift-tally")
        }
        #endif
        configuration.retentionAge = plan.retentionAge
        configuration.retentionBytes = plan.retentionBytes
        guard let folder = self.text(plan.folder, ".folder"), self.problems.isEmpty else { return nil }
        return FileExporter(
            name: self.plan.name,
            folder: folder,
            configuration: configuration,
            clock: self.maker.clock
        )
    }

    // MARK: - Texts and secrets

    /// The text that is meant; nil if there is none.
    mutating func text(_ text: ConfiguredText, _ key: String) -> String? {
        switch text {
        case .text(let text): return text
        case .environment(let name): return self.value(of: name, key)
        case .file(let path): return self.contents(of: path, key)
        }
    }

    /// The value of an environment variable; nil, and told, if it is not set or empty.
    mutating func value(of name: String, _ key: String) -> String? {
        guard let value = self.maker.variables[name], !value.isEmpty else {
            let state = self.maker.variables[name] == nil ? "not set" : "empty"
            self.note(key, "the environment variable \(name) is \(state)")
            return nil
        }
        return value
    }

    /// What a file has, without line ends at its end; nil, and told, if it can't be read or has nothing.
    mutating func contents(of path: String, _ key: String) -> String? {
        do throws(StorageError) {
            let text = try Self.read(path)
            if !text.isEmpty { return text }
            self.note(key, "the file \(path) is empty")
        } catch {
            self.note(key, error.description)
        }
        return nil
    }

    /// What a small file has, without line ends at its end.
    static func read(_ path: String) throws(StorageError) -> String {
        let file = try DurableFile(path, .reading)
        var bytes = try file.read(at: 0, count: min(try file.size, 1 << 16))
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
