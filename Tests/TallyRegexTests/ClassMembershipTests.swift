#if PCRE2

import CTallyKernels
import TallyRegex
import Testing

@Suite struct ClassMembershipTests {
    /// Every scalar in order, with its offset in the text.
    private static let text = String(
        String.UnicodeScalarView((UInt32(0)...0x10_FFFF).compactMap(Unicode.Scalar.init))
    )

    private static func category(_ scalar: Unicode.Scalar) -> UInt8 {
        tally_unicode_class(scalar.value) & UInt8(TALLY_CLASS_CATEGORY_MASK)
    }

    private static func letter(_ scalar: Unicode.Scalar) -> Bool { category(scalar) <= TALLY_CATEGORY_LO.rawValue }

    private static func space(_ scalar: Unicode.Scalar) -> Bool {
        tally_unicode_class(scalar.value) & UInt8(TALLY_CLASS_WHITE_SPACE) != 0
    }

    private static func han(_ scalar: Unicode.Scalar) -> Bool {
        tally_unicode_class(scalar.value) & UInt8(TALLY_CLASS_HAN) != 0
    }

    /// The byte ranges of maximal runs of scalars that satisfy `isMember`.
    private static func runs(where isMember: (Unicode.Scalar) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var offset = 0
        for scalar in text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            if isMember(scalar) {
                if let last = runs.last, last.upperBound == offset {
                    runs[runs.count - 1] = last.lowerBound..<end
                } else {
                    runs.append(offset..<end)
                }
            }
            offset = end
        }
        return runs
    }

    @Test func matchesEachCategoryOverAllScalars() throws {
        let names = [
            "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
            "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn",
        ]
        var offsets: [[Range<Int>]] = Array(repeating: [], count: names.count)
        var offset = 0
        for scalar in Self.text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            let value = Int(Self.category(scalar))
            if let last = offsets[value].last, last.upperBound == offset {
                offsets[value][offsets[value].count - 1] = last.lowerBound..<end
            } else {
                offsets[value].append(offset..<end)
            }
            offset = end
        }
        for (name, expected) in zip(names, offsets) {
            #expect(try RegexPretokenizer(#"\p{\#(name)}+"#).ranges(Self.text) == expected, "\\p{\(name)}")
        }
    }

    /// A pattern of runs, and which scalars the tables put into them.
    struct ClassCase: Sendable, CustomTestStringConvertible {
        let pattern: String
        let isMember: @Sendable (Unicode.Scalar) -> Bool

        init(_ pattern: String, _ isMember: @escaping @Sendable (Unicode.Scalar) -> Bool) {
            self.pattern = pattern
            self.isMember = isMember
        }

        var testDescription: String { pattern }
    }

    @Test(arguments: [
        ClassCase(#"\s+"#) { space($0) },
        ClassCase(#"\S+"#) { !space($0) },
        ClassCase(#"\p{L}+"#) { letter($0) },
        ClassCase(#"\P{L}+"#) { !letter($0) },
        ClassCase(#"\p{^Letter}+"#) { !letter($0) },
        ClassCase(#"\p{M}+"#) { (TALLY_CATEGORY_MN.rawValue...TALLY_CATEGORY_ME.rawValue).contains(category($0)) },
        ClassCase(#"\p{N}+"#) { (TALLY_CATEGORY_ND.rawValue...TALLY_CATEGORY_NO.rawValue).contains(category($0)) },
        ClassCase(#"\p{P}+"#) { (TALLY_CATEGORY_PC.rawValue...TALLY_CATEGORY_PO.rawValue).contains(category($0)) },
        ClassCase(#"\p{S}+"#) { (TALLY_CATEGORY_SM.rawValue...TALLY_CATEGORY_SO.rawValue).contains(category($0)) },
        ClassCase(#"\d+"#) { category($0) == TALLY_CATEGORY_ND.rawValue },
        ClassCase(#"\p{Han}+"#) { han($0) },
        ClassCase(#"[\p{L}&&[^\p{Han}]]+"#) { letter($0) && !han($0) },
        ClassCase(#"[^\s\p{L}]+"#) { !space($0) && !letter($0) },
        ClassCase(".+") { $0 != "\n" },
        ClassCase("(?s:.)+") { _ in true },
    ])
    func matchesTheTablesOverAllScalars(_ item: ClassCase) throws {
        #expect(try RegexPretokenizer(item.pattern).ranges(Self.text) == Self.runs(where: item.isMember))
    }
}

#endif
