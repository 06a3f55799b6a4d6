public import Logging
public import TallyMetering
internal import TallyStorage

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Makes exporters of plans: looks up variables, reads secrets, and says what is missing.
///
/// ```swift
/// let document = try PolicyDocument(yaml: text, file: "tally.yml")
/// let pipeline = UsagePipeline(
///     exporters: try document.exporters.makeExporters(in: "production"),
///     clock: .system,
///     pricing: pricing
/// )
/// ```
///
/// No network is touched and no folder is made; that comes with the first batch.
public struct ExporterMaker: Sendable {
    /// The environment variables, by name.
    public var variables: [String: String]
    /// The time.
    public var clock: MeterClock
    /// Where exporters and spools say what they do.
    public var logger: Logger

    /// Creates a maker.
    ///
    /// - Parameters:
    ///   - variables: The environment variables; nil for those of the process.
    ///   - clock: The time.
    ///   - logger: Where exporters and spools say what they do.
    public init(
        variables: [String: String]? = nil,
        clock: MeterClock = .system,
        logger: Logger = Logger(label: "tally.exporters")
    ) {
        self.variables = variables ?? ProcessInfo.processInfo.environment
        self.clock = clock
        self.logger = logger
    }

    /// Makes the exporters of `plans`, for one pipeline.
    ///
    /// Those with one spool folder become one exporter, which is called by their names with `+` between, and is where the
    /// first of them was.
    ///
    /// - Throws: ``ConfigurationError`` with everything that is wrong: a variable that is not set, a file that can't be
    ///   read, an address that is none, a trait of this build that is off. No message has a secret.
    public func makeExporters(_ plans: [ExporterPlan]) throws(ConfigurationError) -> [any UsageExporter] {
        var problems: [ConfigurationProblem] = []
        var made: [(exporter: any UsageExporter, spool: Int?)] = []
        var spools: [SpoolGroup] = []
        var names: Set<String> = []
        for plan in plans {
            var making = ExporterMaking(plan, self)
            if !names.insert(plan.name).inserted {
                making.note(".name", "another exporter is called '\(plan.name)'; give it another name")
            }
            let exporter = making.exporter()
            let folder = plan.spool.flatMap { making.text($0.folder, ".spool.folder") }
            if let exporter {
                if let spool = plan.spool, let folder {
                    let index = spools.firstIndex { $0.folder == folder }
                    if let index, !spools[index].add(exporter, plan, spool) {
                        making.note(".spool", "it shares its folder with another spool and differs from it")
                    }
                    if index == nil { spools.append(SpoolGroup(exporter, plan, spool, folder)) }
                    made.append((exporter, index ?? spools.count - 1))
                } else {
                    made.append((exporter, nil))
                }
            }
            problems += making.problems
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        var exporters: [any UsageExporter] = []
        var begun: Set<Int> = []
        for (exporter, spool) in made {
            guard let spool else {
                exporters.append(exporter)
                continue
            }
            if begun.insert(spool).inserted { exporters.append(spools[spool].exporter(self)) }
        }
        return exporters
    }

    /// Makes the exporter of one plan without its spool, for who has the records in a safe place already.
    ///
    /// - Throws: ``ConfigurationError``, as ``makeExporters(_:)`` does.
    public func makeDirectExporter(_ plan: ExporterPlan) throws(ConfigurationError) -> any UsageExporter {
        var plan = plan
        plan.spool = nil
        var making = ExporterMaking(plan, self)
        guard let exporter = making.exporter(), making.problems.isEmpty else {
            throw ConfigurationError(making.problems)
        }
        return exporter
    }
}

extension ExporterPlans {
    /// Makes the exporters of an environment, for one pipeline.
    ///
    /// - Parameters:
    ///   - environment: The name of an environment; nil, and one that says nothing about exporters, for the standard ones.
    ///   - maker: What looks up variables and reads secrets.
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public func makeExporters(
        in environment: String? = nil,
        by maker: ExporterMaker = ExporterMaker()
    ) throws(ConfigurationError) -> [any UsageExporter] {
        try maker.makeExporters(self.plans(in: environment))
    }
}
