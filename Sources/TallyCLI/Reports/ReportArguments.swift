// Values of a library become arguments here; a conformance of what is public is public.
public import ArgumentParser
public import TallyReports

extension ReportForm: ExpressibleByArgument {}

extension RowCondition: ExpressibleByArgument {
    /// Reads `name=pattern` or `name!=pattern`.
    public init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        var name = argument[..<equals]
        let isNegated = name.last == "!"
        if isNegated { name.removeLast() }
        guard let dimension = Dimension(name: String(name)) else { return nil }
        self.init(dimension, String(argument[argument.index(after: equals)...]), isNegated: isNegated)
    }
}

extension FocusGranularity: ExpressibleByArgument {}

extension AnomalyStep: ExpressibleByArgument {}

extension TimeBucket: ExpressibleByArgument {}
