extension PriceBook {
    /// The price list that is compiled into the program: see ``source`` and ``published``.
    ///
    /// - Complexity: The first use reads the list of providers; no model is decoded before it is asked for.
    public static let bundled = PriceBook(
        base: PackedBook(),
        layers: [],
        missingRates: .inherited
    )

    /// The source of the bundled list with its version; nil for a book of layers only.
    public var source: String? {
        self.base?.source
    }

    /// The date of the newest dated fact in the bundled list, as `2026-11-04`; nil for a book of layers only.
    ///
    /// Prices that changed later are not in it. Prices announced for later are.
    public var published: String? {
        self.base.map { CivilDate(daysSince1970: Int64($0.publishedDay)).description }
    }

    /// The instant that conditions without a time stand for: the start of the day of ``published``, in seconds since
    /// 1970-01-01 UTC.
    public var publishedAt: Int64? {
        self.base.map { Int64($0.publishedDay) * 86_400 }
    }
}
