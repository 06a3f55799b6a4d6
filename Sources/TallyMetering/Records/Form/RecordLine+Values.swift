internal import TallyPricing

extension RecordLine {
    /// One value of a line.
    struct Value {
        let line: RecordLine
        let node: Int

        private var content: Node { self.line.nodes[self.node] }

        /// Whether it is null.
        var isNull: Bool { self.content.kind == .null }

        /// Calls `body` with the bytes of the value, without quotes.
        @inline(__always)
        private func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
            let node = self.content
            return unsafe self.line.bytes.withUnsafeBytes { bytes in
                unsafe body(UnsafeRawBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)]))
            }
        }

        /// The text.
        func text() throws(Fault) -> String {
            guard self.content.kind == .text else { throw .type }
            let isPlain = self.content.isPlain
            guard let text = unsafe self.withBytes({ unsafe RecordText.decode($0, isPlain: isPlain) }) else {
                throw .malformed
            }
            return text
        }

        /// What `parse` makes of a text without escapes; nil if it is no such text.
        func parsed<Result>(_ parse: (Span<UInt8>) -> Result?) -> Result? {
            guard self.content.kind == .text, self.content.isPlain else { return nil }
            return unsafe self.withBytes { bytes in
                unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe parse($0.span) }
            }
        }

        /// The position of a text without escapes among known names.
        func position(in names: NameIndex) -> Int? {
            let node = self.content
            guard node.kind == .text, node.isPlain else { return nil }
            return unsafe self.line.bytes.withUnsafeBytes { bytes in
                unsafe NameIndex.Name(bytes, Int(node.start)..<Int(node.end)).flatMap { names.position(of: $0) }
            }
        }

        /// Whether it is true.
        func flag() throws(Fault) -> Bool {
            switch self.content.kind {
            case .yes: true
            case .no: false
            default: throw .type
            }
        }

        /// The whole number.
        func integer() throws(Fault) -> Int {
            guard self.content.kind == .number else { throw .type }
            let number = unsafe self.withBytes { bytes in
                unsafe Self.shortInteger(bytes) ?? JSONNumber(bytes)?.scaled(by: 0).flatMap { Int(exactly: $0) }
            }
            guard let number else { throw .malformed }
            return number
        }

        /// A number of up to 18 digits and nothing else, as most are.
        @inline(__always)
        private static func shortInteger(_ bytes: UnsafeRawBufferPointer) -> Int? {
            guard bytes.count <= 18, unsafe bytes.count == 1 || bytes[0] != UInt8(ascii: "0") else { return nil }
            var number = 0
            for index in 0..<bytes.count {
                let digit = unsafe bytes[index] &- UInt8(ascii: "0")
                guard digit <= 9 else { return nil }
                number = number &* 10 &+ Int(digit)
            }
            return number
        }

        /// The number times ten to the power of `decimals`; nil if that is not whole or too large.
        func scaled(decimals: Int) throws(Fault) -> Int128? {
            guard self.content.kind == .number else { throw .type }
            guard let number = unsafe self.withBytes({ unsafe JSONNumber($0) }), !number.isHuge else {
                throw .malformed
            }
            return number.scaled(by: decimals)
        }
    }
}
