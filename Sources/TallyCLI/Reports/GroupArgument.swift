internal import ArgumentParser
internal import TallyReports

/// What calls are told apart by: `team,model`.
struct GroupArgument: ExpressibleByArgument {
    let dimensions: [Dimension]

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        let dimensions = names.compactMap { Dimension(name: String($0)) }
        guard dimensions.count == names.count else { return nil }
        self.dimensions = dimensions
    }
}

extension [GroupArgument] {
    /// All dimensions that were named, each once.
    var dimensions: [Dimension] {
        var dimensions: [Dimension] = []
        for dimension in self.flatMap(\.dimensions) where !dimensions.contains(dimension) {
            dimensions.append(dimension)
        }
        return dimensions
    }
}
