import TallyTesting
import Testing

@testable import TallyOTLPExport

@Suite struct OTLPWriterTests {
    @Test(arguments: RandomRecords.texts)
    func writesTextThatReadsBackWithoutNUL(_ text: String) throws {
        var writer = OTLPWriter()
        writer.object { writer in
            writer.field("text", text)
            writer.field("bytes", utf8: Array(text.utf8))
        }
        let tree = try JSONTree.read(writer.bytes)
        let kept = String(text.unicodeScalars.filter { $0 != "\0" }.map(Character.init))
        #expect((tree["text"] as? String)?.unicodeScalars.elementsEqual(kept.unicodeScalars) == true)
        #expect((tree["bytes"] as? String)?.unicodeScalars.elementsEqual(kept.unicodeScalars) == true)
        #expect(writer.bytes.allSatisfy { $0 >= 0x20 })
    }

    @Test func writesNumbersAsOTLPHasThem() {
        var writer = OTLPWriter()
        writer.object { writer in
            writer.field("unsigned", UInt64.max)
            writer.field("signed", Int.min)
            writer.field("enumeration", enumeration: 3)
            writer.field("double", 0.1)
            writer.field("flag", true)
            writer.field("id", hexadecimal: 0x0123_4567_89AB_CDEF, 1)
            writer.array("list") { writer in
                writer.element(UInt64(1))
                writer.element(2.5)
            }
        }
        let expected =
            #"{"unsigned":"18446744073709551615","signed":"-9223372036854775808","enumeration":3,"double":0.1,"#
            + #""flag":true,"id":"0123456789abcdef0000000000000001","list":["1",2.5]}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func leavesOutWhatJSONDoesNotHave(_ number: Double) {
        var writer = OTLPWriter()
        writer.object { $0.field("number", number) }
        #expect(writer.bytes == Array("{}".utf8))
        var attributes: [OTLPAttribute] = []
        attributes.add("number", number)
        #expect(attributes.isEmpty)
    }

    @Test(arguments: [Double.leastNonzeroMagnitude, 1.7976931348623157e308, 1e16, 1e-5, 123_456_789.125])
    func writesDoublesThatReadBack(_ number: Double) throws {
        var writer = OTLPWriter()
        writer.object { $0.field("number", number) }
        #expect(try JSONTree.read(writer.bytes)["number"] as? Double == number)
    }
}
