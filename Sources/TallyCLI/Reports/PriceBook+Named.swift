internal import TallyEstimation

extension PriceBook {
    /// The book that an argument names: `bundled`, or the file of a packed one.
    static func named(_ name: String) throws(CommandFailure) -> PriceBook {
        guard name != "bundled" else { return .bundled }
        let path = FilePath(name)
        let bytes = try WholeInput.bytes(of: path)
        do throws(PriceBookFileError) {
            return try PriceBook(packed: bytes)
        } catch {
            throw CommandFailure(
                .unreadableInput,
                what: path.displayText,
                why: "\(error)",
                remedy: "bundled, or a file that pack_prices.py of CTallyPrices made"
            )
        }
    }
}
