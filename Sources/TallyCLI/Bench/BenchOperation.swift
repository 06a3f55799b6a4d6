internal import ArgumentParser

/// What `tally bench` can measure.
enum BenchOperation: String, CaseIterable, ExpressibleByArgument {
    /// From text to the number of its tokens.
    case count
    /// From text to the ids of its tokens.
    case encode
    /// From the ids back to bytes.
    case decode
}
