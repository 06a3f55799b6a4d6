import Foundation
import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// Large real texts, whole, against the installed reference library; `TALLY_CORPORA` names the folder.
@Suite struct CorporaTests {
    private static var files: [URL] {
        guard let folder = TestEnvironment.corpora else { return [] }
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }
    }

    @Test(
        .enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)),
        .enabled(if: TestEnvironment.corpora != nil, "no folder of texts is named by TALLY_CORPORA"),
        arguments: ["o200k_base", "cl100k_base"]
    )
    func idsEqualTheReferenceOnWholeCorpora(encoding: String) throws {
        let named = try TokenEncoding.named(encoding)
        let tokenizers = try Kernels.supported.map { ($0, Tokenizer(try named.fresh($0))) }
        try #require(!Self.files.isEmpty)
        for file in Self.files {
            let text = Array(try Data(contentsOf: file))
            let expected = try #require(try ReferenceLibrary.ids(of: [text], encoding: encoding).first)
            for (kernels, tokenizer) in tokenizers {
                // The second time out of the cache.
                for _ in 0..<2 {
                    let difference = EveryKernelTests.difference(text, expected, tokenizer)
                    #expect(difference == nil, "\(file.lastPathComponent), \(kernels)")
                }
            }
            print("\(encoding) \(file.lastPathComponent): \(expected.count) ids equal")
        }
    }
}
