import Foundation
import TallyTestSupport
import TallyTokenizer
import Testing

@testable import TallyVocabularies

@Suite struct ModelNamesTests {
    @Test(.enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)))
    func theTablesAreTheReferences() throws {
        let output = try ReferenceLibrary.run("tiktoken_models.py", [], input: Data())
        let rows = String(decoding: output, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t").map(String.init)
        }
        let exact = rows.filter { $0[0] == "exact" }
        let prefixes = rows.filter { $0[0] == "prefix" }
        #expect(Dictionary(uniqueKeysWithValues: exact.map { ($0[1], $0[2]) }) == ModelNames.exact)
        #expect(prefixes.map { [$0[1], $0[2]] } == ModelNames.prefixes.map { [$0.prefix, $0.encoding] })
    }

    @Test(arguments: [
        ("gpt-4o", "o200k_base"),
        ("gpt-4o-2024-08-06", "o200k_base"),
        ("gpt-4o-mini", "o200k_base"),
        ("gpt-5.6-sol", "o200k_base"),
        ("o3-mini", "o200k_base"),
        ("gpt-oss-120b", "o200k_harmony"),
        ("gpt-4", "cl100k_base"),
        ("gpt-4-0613", "cl100k_base"),
        ("ft:gpt-4o-mini:acme::x1", "o200k_base"),
        ("ft:gpt-4:acme", "cl100k_base"),
        ("text-embedding-3-small", "cl100k_base"),
        ("text-davinci-003", "p50k_base"),
        ("davinci", "r50k_base"),
        ("gpt2", "gpt2"),
    ])
    func datedAndFineTunedNamesResolve(model: String, encoding: String) throws {
        #expect(try TokenEncoding.forModel(model).name == encoding)
        let found = try ModelCounter(model: model)
        #expect(found.name == encoding)
        #expect(found.accuracy == .exact)
        #expect(found.reason == nil)
    }

    @Test(arguments: [
        ("gpt4o", "gpt-4o"),
        ("gtp-4.1", "gpt-4.1"),
        ("text-embedding-3-smal", "text-embedding-3-small"),
        ("o20k_base", "o200k_base"),
    ])
    func anUnknownNameProposesTheNearest(name: String, nearest: String) {
        let find = name.hasSuffix("_base") ? TokenEncoding.named : TokenEncoding.forModel
        #expect { try find(name) } throws: { ($0 as? VocabularyError)?.message.contains(nearest) == true }
    }

    @Test func aKnownEncodingThatIsNotHereSaysSo() throws {
        let embedded = Set(TokenEncoding.bundledNames)
        for name in TokenEncoding.names where !embedded.contains(name) {
            #expect { try TokenEncoding.named(name) } throws: { error in
                (error as? VocabularyError)?.code == .notEmbedded
                    && (error as? VocabularyError)?.message.hasPrefix("\(name) is not part of this build") == true
            }
        }
    }

    @Test func anUnknownModelIsAnErrorNotAGuess() {
        #expect { try ModelCounter(model: "frobnicator-9") } throws: {
            ($0 as? VocabularyError)?.code == .unknownModel
        }
    }

    @Test func bundledEncodingsAreFoundByTheirNames() throws {
        let names = TokenEncoding.bundledNames
        #expect(TokenEncoding.bundled.map(\.name) == names)
        #expect(names == TokenEncoding.names.filter(names.contains))
        #expect(Set(names).isSuperset(of: ["cl100k_base", "o200k_base", "o200k_harmony", "p50k_base", "r50k_base"]))
        for name in names {
            #expect(try TokenEncoding.named(name).name == name)
        }
    }
}
