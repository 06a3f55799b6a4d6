internal import TallyEstimation

/// A vocabulary file that a person names.
struct VocabularySource {
    let path: FilePath
    let content: [UInt8]

    /// Reads the file's bytes; '-' is standard input.
    init(_ path: FilePath) throws(CommandFailure) {
        self.path = path
        let buffer = InputBuffer()
        do throws(SystemError) {
            try buffer.readToEnd(path == .standardInput ? .standardInput() : OpenFile(path, followsLinks: true))
        } catch {
            throw CommandFailure(error, reading: path.displayText)
        }
        self.content = buffer.withBytes { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) } }
    }

    /// Reads what is in it.
    func read() throws(CommandFailure) -> VocabularyFile {
        do throws(VocabularyError) {
            return try VocabularyFile(self.content)
        } catch {
            throw CommandFailure(.unreadableInput, what: self.path.displayText, why: error.message)
        }
    }

    /// Reads the tokens alone, also of a `.pieces` file.
    func vocabulary() throws(CommandFailure) -> Vocabulary {
        guard String(decoding: self.path.name, as: UTF8.self).hasSuffix(".pieces") else {
            return try self.read().vocabulary
        }
        do throws(VocabularyError) {
            return try Vocabulary(pieces: self.content)
        } catch {
            throw CommandFailure(.unreadableInput, what: self.path.displayText, why: error.message)
        }
    }

    /// The name that a vocabulary has if none is given: the file's, without its extension; nil for names that say
    /// nothing, as tokenizer.json.
    var defaultName: String? {
        guard self.path != .standardInput else { return nil }
        let name = String(decoding: self.path.name, as: UTF8.self)
        let base = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return ["tokenizer", "tekken", "vocab"].contains(base) || !VocabularyFolder.isName(base) ? nil : base
    }

    /// What is written down about the file.
    var file: InstalledVocabulary.File {
        InstalledVocabulary.File(
            name: String(decoding: self.path.name, as: UTF8.self),
            bytes: self.content.count,
            sha256: SHA256.hexDigest(of: self.content)
        )
    }
}
