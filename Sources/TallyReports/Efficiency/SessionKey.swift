internal import TallyMetering

/// One piece of work: a session, or the interaction of calls that have none, or a call that has neither.
struct SessionKey: Hashable, Sendable {
    private enum Kind: UInt8 { case session, interaction, call }

    private let kind: Kind
    private let high: UInt64
    private let low: UInt64

    /// The piece of work that a call belongs to.
    init(_ row: borrowing UsageRow) {
        if let session = row.session {
            (self.kind, self.high, self.low) = (.session, session.high, session.low)
        } else if let interaction = row.interaction {
            (self.kind, self.high, self.low) = (.interaction, interaction.high, interaction.low)
        } else {
            (self.kind, self.high, self.low) = (.call, row.callID.high, row.callID.low)
        }
    }

    /// Whether the calls have the id of a session.
    var isSession: Bool { self.kind == .session }
}

extension SessionKey: SampledKey {
    var sampleHash: UInt64 { HashBits.mixed(self.high, self.low, UInt64(self.kind.rawValue)) }
}

extension OutcomeRow.Subject: SampledKey {
    var sampleHash: UInt64 {
        switch self {
        case .session(let text): HashBits.mixed(text.high, text.low, 0)
        case .interaction(let text): HashBits.mixed(text.high, text.low, 1)
        case .call(let id): HashBits.mixed(id.high, id.low, 2)
        }
    }
}

/// Bits of a hash that is the same in every run: the end of SplitMix64 (Steele, Lea and Flood, 2014).
enum HashBits {
    static func mixed(_ numbers: UInt64...) -> UInt64 {
        var mixed: UInt64 = 0
        for number in numbers {
            mixed = (mixed ^ number) &+ 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            mixed ^= mixed >> 31
        }
        return mixed
    }
}
