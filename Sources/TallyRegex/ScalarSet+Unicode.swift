#if PCRE2

internal import CTallyKernels

// The sets that a pattern names, from the tables of the reference's engine.
extension ScalarSet {
    /// `\s`: White_Space.
    static let whiteSpace = ScalarSet(where: { $0 & UInt8(TALLY_CLASS_WHITE_SPACE) != 0 })

    /// `\d`: decimal digits of every script.
    static let digit = ScalarSet(categories: TALLY_CATEGORY_ND, TALLY_CATEGORY_ND)

    /// `\p{Han}`: Script=Han.
    static let han = ScalarSet(where: { $0 & UInt8(TALLY_CLASS_HAN) != 0 })

    /// `\w`: Alphabetic, marks, decimal digits, connectors and Join_Control.
    ///
    /// Alphabetic is L and Nl and, among what is left, the circled, squared and parenthesised Latin letters of `So`.
    static let word: ScalarSet = {
        let categories: Set = [
            TALLY_CATEGORY_LU, TALLY_CATEGORY_LL, TALLY_CATEGORY_LT, TALLY_CATEGORY_LM, TALLY_CATEGORY_LO,
            TALLY_CATEGORY_MN, TALLY_CATEGORY_MC, TALLY_CATEGORY_ME, TALLY_CATEGORY_ND, TALLY_CATEGORY_NL,
            TALLY_CATEGORY_PC,
        ].reduce(into: Set<UInt8>()) { $0.insert($1.rawValue) }
        let byCategory = ScalarSet(where: { categories.contains($0 & UInt8(TALLY_CLASS_CATEGORY_MASK)) })
        let joinControls = ScalarSet("\u{200C}"..."\u{200D}")
        let letterSymbols = ScalarSet(
            ascending: [0x24B6...0x24E9, 0x1F130...0x1F149, 0x1F150...0x1F169, 0x1F170...0x1F189]
        )
        return byCategory.union(joinControls).union(letterSymbols)
    }()

    /// The set of a `\p{…}` name, or nil where the tables hold no such set.
    ///
    /// Names are compared as the reference does: case, blanks, `-` and `_` do not count.
    static func named(_ name: String) -> ScalarSet? {
        var key = name.lowercased().filter { !" -_".contains($0) }
        if let equals = key.firstIndex(of: "=") {
            let value = String(key[key.index(after: equals)...])
            switch key[..<equals] {
            case "gc", "generalcategory":
                key = value
            case "sc", "script":
                return value == "han" || value == "hani" ? .han : nil
            default:
                return nil
            }
        }
        switch key {
        case "any":
            return .all
        case "assigned":
            return ScalarSet(categories: TALLY_CATEGORY_CN, TALLY_CATEGORY_CN).complement
        case "ascii":
            return ScalarSet("\u{0}"..."\u{7F}")
        case "whitespace", "wspace", "space":
            return .whiteSpace
        case "han", "hani":
            return .han
        default:
            guard let bounds = categoryNames[key] else { return nil }
            return ScalarSet(categories: bounds.first, bounds.last)
        }
    }

    /// Makes the set of the scalars whose category is from `first` to `last`.
    private init(categories first: tally_category, _ last: tally_category) {
        let bounds = first.rawValue...last.rawValue
        self.init(where: { bounds.contains($0 & UInt8(TALLY_CLASS_CATEGORY_MASK)) })
    }

    /// Makes the set of the scalars whose class byte satisfies `isMember`.
    private init(where isMember: (UInt8) -> Bool) {
        self.init(ascending: classRuns.filter { isMember($0.classByte) }.map(\.range))
    }
}

/// Runs of scalars with the same class byte: a set is made from some 4,000 of them instead of 1.1 million scalars.
private let classRuns: [(range: ClosedRange<UInt32>, classByte: UInt8)] = {
    var runs: [(range: ClosedRange<UInt32>, classByte: UInt8)] = []
    for planes in ScalarSet.all.ranges {
        var start = planes.lowerBound
        var current = tally_unicode_class(start)
        for scalar in planes {
            let classByte = tally_unicode_class(scalar)
            if classByte != current {
                runs.append((start...scalar - 1, current))
                start = scalar
                current = classByte
            }
        }
        runs.append((start...planes.upperBound, current))
    }
    return runs
}()

/// General categories and their groups by short and long name; a group is a run of neighbouring categories.
private let categoryNames: [String: (first: tally_category, last: tally_category)] = {
    let rows: [(names: [String], first: tally_category, last: tally_category)] = [
        (["l", "letter"], TALLY_CATEGORY_LU, TALLY_CATEGORY_LO),
        (["lc", "casedletter"], TALLY_CATEGORY_LU, TALLY_CATEGORY_LT),
        (["lu", "uppercaseletter"], TALLY_CATEGORY_LU, TALLY_CATEGORY_LU),
        (["ll", "lowercaseletter"], TALLY_CATEGORY_LL, TALLY_CATEGORY_LL),
        (["lt", "titlecaseletter"], TALLY_CATEGORY_LT, TALLY_CATEGORY_LT),
        (["lm", "modifierletter"], TALLY_CATEGORY_LM, TALLY_CATEGORY_LM),
        (["lo", "otherletter"], TALLY_CATEGORY_LO, TALLY_CATEGORY_LO),
        (["m", "mark", "combiningmark"], TALLY_CATEGORY_MN, TALLY_CATEGORY_ME),
        (["mn", "nonspacingmark"], TALLY_CATEGORY_MN, TALLY_CATEGORY_MN),
        (["mc", "spacingmark"], TALLY_CATEGORY_MC, TALLY_CATEGORY_MC),
        (["me", "enclosingmark"], TALLY_CATEGORY_ME, TALLY_CATEGORY_ME),
        (["n", "number"], TALLY_CATEGORY_ND, TALLY_CATEGORY_NO),
        (["nd", "digit", "decimalnumber"], TALLY_CATEGORY_ND, TALLY_CATEGORY_ND),
        (["nl", "letternumber"], TALLY_CATEGORY_NL, TALLY_CATEGORY_NL),
        (["no", "othernumber"], TALLY_CATEGORY_NO, TALLY_CATEGORY_NO),
        (["p", "punct", "punctuation"], TALLY_CATEGORY_PC, TALLY_CATEGORY_PO),
        (["pc", "connectorpunctuation"], TALLY_CATEGORY_PC, TALLY_CATEGORY_PC),
        (["pd", "dashpunctuation"], TALLY_CATEGORY_PD, TALLY_CATEGORY_PD),
        (["ps", "openpunctuation"], TALLY_CATEGORY_PS, TALLY_CATEGORY_PS),
        (["pe", "closepunctuation"], TALLY_CATEGORY_PE, TALLY_CATEGORY_PE),
        (["pi", "initialpunctuation"], TALLY_CATEGORY_PI, TALLY_CATEGORY_PI),
        (["pf", "finalpunctuation"], TALLY_CATEGORY_PF, TALLY_CATEGORY_PF),
        (["po", "otherpunctuation"], TALLY_CATEGORY_PO, TALLY_CATEGORY_PO),
        (["s", "symbol"], TALLY_CATEGORY_SM, TALLY_CATEGORY_SO),
        (["sm", "mathsymbol"], TALLY_CATEGORY_SM, TALLY_CATEGORY_SM),
        (["sc", "currencysymbol"], TALLY_CATEGORY_SC, TALLY_CATEGORY_SC),
        (["sk", "modifiersymbol"], TALLY_CATEGORY_SK, TALLY_CATEGORY_SK),
        (["so", "othersymbol"], TALLY_CATEGORY_SO, TALLY_CATEGORY_SO),
        (["z", "separator"], TALLY_CATEGORY_ZS, TALLY_CATEGORY_ZP),
        (["zs", "spaceseparator"], TALLY_CATEGORY_ZS, TALLY_CATEGORY_ZS),
        (["zl", "lineseparator"], TALLY_CATEGORY_ZL, TALLY_CATEGORY_ZL),
        (["zp", "paragraphseparator"], TALLY_CATEGORY_ZP, TALLY_CATEGORY_ZP),
        (["c", "other"], TALLY_CATEGORY_CC, TALLY_CATEGORY_CN),
        (["cc", "cntrl", "control"], TALLY_CATEGORY_CC, TALLY_CATEGORY_CC),
        (["cf", "format"], TALLY_CATEGORY_CF, TALLY_CATEGORY_CF),
        (["co", "privateuse"], TALLY_CATEGORY_CO, TALLY_CATEGORY_CO),
        (["cn", "unassigned"], TALLY_CATEGORY_CN, TALLY_CATEGORY_CN),
    ]
    return Dictionary(rows.flatMap { row in row.names.map { ($0, (row.first, row.last)) } }) { first, _ in first }
}()

#endif
