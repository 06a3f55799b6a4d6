import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

@Suite struct InvalidUTF8Tests {
    private let tokenizer = Tokenizer(.o200kBase)

    /// The standard library decides what is valid; every sequence of two bytes, and every lead with three others.
    @Test func validityIsTheStandardLibrarys() {
        func check(_ bytes: [UInt8]) -> Bool {
            let offset = bytes.withBytes { $0.offsetOfInvalidUTF8 }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            return (offset == nil) == isValid
                && String(validating: bytes.prefix(offset ?? bytes.count), as: UTF8.self) != nil
        }
        let edges: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF]
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                #expect(check([first, second]))
                guard first >= 0xC0, edges.contains(second) else { continue }
                for third in edges {
                    for fourth in edges {
                        let bytes = [first, second, third, fourth]
                        guard check(bytes), check(Array(repeating: 0x61, count: 7) + bytes) else {
                            Issue.record("validity of \(bytes) is wrong")
                            return
                        }
                    }
                }
            }
        }
    }

    @Test func everyCutOfEveryWidthIsCountedAsItsReplacement() {
        for character in ["é", "中", "😀"] {
            let bytes = Array(character.utf8)
            for length in 1..<bytes.count {
                for (before, after) in [("", ""), ("abc ", ""), ("", " x"), ("中", "é")] {
                    let text = Array(before.utf8) + bytes.prefix(length) + Array(after.utf8)
                    let repaired = String(decoding: text, as: UTF8.self)
                    text.withBytes { bytes in
                        #expect(self.tokenizer.count(bytes) == self.tokenizer.count(repaired))
                        #expect(self.tokenizer.encode(bytes) == self.tokenizer.encode(repaired))
                    }
                }
            }
        }
    }

    /// Text that ends where its memory does: with the address sanitizer, a read past either end fails here.
    @Test func nothingIsReadOutsideOfTheText() {
        var source = AdversarialText(seed: 7)
        for _ in 0..<300 {
            let text = source.nextBytes()
            let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, text.count))
            defer { memory.deallocate() }
            _ = memory.initialize(from: text)
            let exact = UnsafeBufferPointer(start: memory.baseAddress, count: text.count)
            #expect(self.tokenizer.count(exact) == text.withBytes { self.tokenizer.count($0) })
        }
    }
}
