/// What git has, or what is on the disk, at a path.
struct GitObject: Equatable {
    /// What kind of entry it is.
    enum Mode {
        case file
        case executable
        case link
        case submodule

        /// Nil for no entry at all.
        init?(octal: some Collection<UInt8>) {
            switch String(decoding: octal, as: UTF8.self) {
            case "000000": return nil
            case "100755": self = .executable
            case "120000": self = .link
            case "160000": self = .submodule
            default: self = .file
            }
        }
    }

    let mode: Mode
    /// The name of its content; nil for what only the disk has: the file there is to be read.
    let id: String?
}
