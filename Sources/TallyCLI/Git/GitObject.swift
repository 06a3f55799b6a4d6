/// What git has, or what is on the disk, at a path.
struct GitObject: Equatable {
    /// What kind of entry it is.
    enum Mode {
        case file
        case executable
        case link
        case submodule

        /// Nil for no entry at all.
        init?(octal: ArraySlice<UInt8>) {
            // One kind after the other has digits of its own at the start or the end.
            switch (octal.prefix(3), octal.last) {
            case (Self.none, _): return nil
            case (Self.linkDigits, _): self = .link
            case (Self.submoduleDigits, _): self = .submodule
            case (_, UInt8(ascii: "5")): self = .executable
            default: self = .file
            }
        }

        private static let none = Array("000".utf8)[...]
        private static let linkDigits = Array("120".utf8)[...]
        private static let submoduleDigits = Array("160".utf8)[...]
    }

    let mode: Mode
    /// The name of its content; nil for what only the disk has: the file there is to be read.
    let id: String?
}
