public import TallyFileExport
internal import TallyMetering
internal import TallyPricing

/// Where tokens are used up for little: retries, failures, answers that are cut, prompts that a cache could have served, caches
/// that nobody reads, and sessions whose context grows.
///
/// It works from counts and keyed hashes; no text is known. A call can be in several findings, so that they don't add up.
///
/// - *Retries*: `attempt > 1`. *Failures*: calls with an `error` that used or cost something. *Incomplete*: `complete` is false,
///   without an error. *Near the limit*: `output_tokens >= 0.95 * requested_max_output`. Their money is what is known of the
///   calls' cost.
/// - *Repeated prompts*: of each chain of `prefix_blocks` that *n* prompts of a model begin with, the last block's tokens times
///   *n* - 1; less what caches served of prompts with the same first block. The money is what a cache would have saved, by the
///   latest rates in the ledger's own price lines for input and for cached input.
/// - *Unread caches*: cache writes of prompts with the same first block of which no cache ever served a token. The money is what
///   writing cost more than input.
/// - *Growing context*: for each session, its input tokens less its calls times the input of its first; less what caches
///   served. The money is at the rate for input of the session's first model.
///
/// The ledger's whole records are read for the rates, which is slower than other reports are.
public struct WasteReport: Sendable {
    /// What calls are told apart by; at most seven.
    public var dimensions: [Dimension] = [.team, .feature]
    /// How many rows a table has.
    public var top: Int
    /// How many sessions, and how many chains of blocks, are kept; of more, a sample.
    public var limit = 1_000_000

    /// Creates a report.
    public init(top: Int = 20) {
        self.top = top
    }

    /// What it reads of a record.
    var needs: RowNeeds {
        RowNeeds(
            self.dimensions + [.model],
            fields: [.identities, .attempts, .behaviour, .prefixBlocks, .record]
        )
    }

    /// Reads the ledger and makes the report.
    ///
    /// - Precondition: There are at most seven dimensions.
    /// - Throws: ``LedgerError`` for a file or folder that the system does not give.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        precondition(self.dimensions.count < GroupKey.mostDimensions, "a report of waste has at most seven dimensions")
        let (fold, findings) = try scan.fold(
            self.needs,
            into: WasteFold(dimensions: self.dimensions.count, limit: self.limit)
        )
        return WasteDocument(self, fold, scan).document(findings)
    }
}
