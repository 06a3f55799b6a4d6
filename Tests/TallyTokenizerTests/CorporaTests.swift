import Foundation
import TallyTestSupport
import TallyTokenizer
import TallyVocabularies
import Testing

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
        let tokenizer = Tokenizer(try .named(encoding))
        try #require(!Self.files.isEmpty)
        for file in Self.files {
            let text = Array(try Data(contentsOf: file))
            let expected = try #require(try ReferenceLibrary.ids(of: [text], encoding: encoding).first)
            text.withBytes { bytes in
                #expect(tokenizer.encode(bytes).map(\.rawValue) == expected, "\(file.lastPathComponent)")
                #expect(tokenizer.count(bytes) == expected.count, "\(file.lastPathComponent)")
            }
            print("\(encoding) \(file.lastPathComponent): \(expected.count) ids equal")
        }
    }
}
