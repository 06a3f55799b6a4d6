/// What is known about a model, besides its prices.
public struct ModelFacts: Sendable, Hashable {
    /// The model's name, in its maker's spelling; ends in `*` for a rule about all names that begin so.
    public let name: String
    /// Who makes it.
    public let vendor: String
    /// The name of its encoding, whether or not this build has it; nil if none is published.
    public let encodingName: String?
    /// How far counts with that encoding can be trusted.
    public let accuracy: Accuracy
    /// What stands around its messages.
    public let framing: FramingFamily
    /// The most tokens that input and output may have together, if the price list says.
    public let contextWindow: Int?
    /// The most input tokens.
    public let maximumInput: Int?
    /// The most output tokens.
    public let maximumOutput: Int?
    /// How the encoding is known.
    public let evidence: String
    /// The day of the check, as `2026-11-21`.
    public let checked: String
    /// The model's `provider/id` in the bundled price list, if it is there.
    public let priceListID: String?
    /// Other names that mean it, in small letters; those that end in `*` are the beginnings of names.
    public let aliases: [String]

    /// Whether this is a rule about names that begin alike rather than one model.
    public var isRule: Bool { self.name.hasSuffix("*") }
}

extension ModelFacts {
    /// Reads a line of ``ModelCatalogue/rows``; nil if it is none.
    init?(row: Substring) {
        let fields = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 12, let accuracy = Accuracy(rawValue: fields[3]),
            let framing = FramingFamily(rawValue: fields[4])
        else { return nil }
        self.name = fields[0]
        self.vendor = fields[1]
        self.encodingName = fields[2] == "unknown" ? nil : fields[2]
        self.accuracy = accuracy
        self.framing = framing
        self.contextWindow = Int(fields[5])
        self.maximumInput = Int(fields[6])
        self.maximumOutput = Int(fields[7])
        self.evidence = fields[8]
        self.checked = fields[9]
        self.priceListID = fields[10] == "-" ? nil : fields[10]
        self.aliases = fields[11] == "-" ? [] : fields[11].split(separator: ",").map(String.init)
    }
}

extension ModelFacts {
    /// What is known about a model that the catalogue doesn't have: nothing but its name.
    public static func unknown(_ name: String) -> ModelFacts {
        ModelFacts(unknown: name)
    }

    private init(unknown name: String) {
        self.name = name
        self.vendor = "unknown"
        self.encodingName = nil
        self.accuracy = .approximate
        self.framing = .unknown
        self.contextWindow = nil
        self.maximumInput = nil
        self.maximumOutput = nil
        self.evidence = "not in the catalogue"
        self.checked = "-"
        self.priceListID = nil
        self.aliases = []
    }
}
