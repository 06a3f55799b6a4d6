#if OTLPExport
internal import TallyHTTPExport
internal import TallyMetering
internal import TallyOTLPExport

extension ExporterMaking {
    mutating func telemetry(_ plan: OTLPPlan) -> (any UsageExporter)? {
        do throws(ExportError) {
            let configuration: OTLPConfiguration
            switch plan.target {
            case .environment: configuration = try self.standard(plan.content)
            case .endpoint(let endpoint):
                guard let made = try self.configuration(endpoint, plan.content) else { return nil }
                configuration = made
            }
            guard self.problems.isEmpty else { return nil }
            return OTLPExporter(
                configuration,
                name: self.plan.name,
                clock: self.maker.clock,
                logger: self.maker.logger
            )
        } catch {
            self.note("", error.message)
            return nil
        }
    }

    mutating func telemetryFile(_ plan: OTLPFilePlan) -> (any UsageExporter)? {
        guard let folder = self.text(plan.folder, ".folder") else { return nil }
        return OTLPFileExporter(
            folder: folder,
            name: self.plan.name,
            signals: Self.signals(plan.content) ?? Set(OTLPSignal.allCases),
            content: Self.content(plan.content),
            resource: Self.resource(plan.content),
            clock: self.maker.clock
        )
    }

    /// What the standard variables say, with the signals and the resource of the plan over them.
    private func standard(_ plan: OTLPContentPlan) throws(ExportError) -> OTLPConfiguration {
        var configuration = try OTLPConfiguration(
            environment: self.maker.variables,
            content: Self.content(plan)
        )
        if let signals = Self.signals(plan) {
            configuration.endpoints = configuration.endpoints.filter { signals.contains($0.key) }
        }
        configuration.resource.attributes.merge(plan.attributes) { $1 }
        if let service = plan.service { configuration.resource.attributes["service.name"] = service }
        return configuration
    }

    private mutating func configuration(
        _ endpoint: EndpointPlan,
        _ plan: OTLPContentPlan
    ) throws(ExportError) -> OTLPConfiguration? {
        guard let address = self.text(endpoint.url, ".endpoint") else { return nil }
        var configuration = try OTLPConfiguration(
            endpoint: address,
            signals: Self.signals(plan) ?? Set(OTLPSignal.allCases),
            content: Self.content(plan),
            resource: Self.resource(plan)
        )
        for signal in OTLPSignal.allCases {
            guard var made = configuration.endpoints[signal] else { continue }
            // What is wrong is so for each signal, and is told once.
            guard self.problems.isEmpty else { break }
            self.configure(&made, by: endpoint)
            configuration.endpoints[signal] = made
        }
        return configuration
    }

    private static func signals(_ plan: OTLPContentPlan) -> Set<OTLPSignal>? {
        plan.signals.map { Set($0.compactMap { OTLPSignal(rawValue: $0.rawValue) }) }
    }

    private static func resource(_ plan: OTLPContentPlan) -> OTLPResource {
        OTLPResource(service: plan.service, attributes: plan.attributes)
    }

    private static func content(_ plan: OTLPContentPlan) -> OTLPContent {
        var content = OTLPContent()
        switch plan.conventions {
        case .version141?: content.conventions = .version141
        case .latest?: content.conventions = .latest
        case .both?: content.conventions = .both
        case nil: break
        }
        if let tags = plan.tags { content.tags = .only(tags) }
        content.metricTags = plan.metricTags
        if let includes = plan.includesCost { content.includesCost = includes }
        if let includes = plan.includesCountedUsage { content.includesCountedUsage = includes }
        if let includes = plan.includesRecords { content.includesRecords = includes }
        if let writes = plan.writesCountsAsNumbers { content.writesCountsAsNumbers = writes }
        if let limit = plan.cardinalityLimit { content.cardinalityLimit = limit }
        return content
    }
}
#endif
