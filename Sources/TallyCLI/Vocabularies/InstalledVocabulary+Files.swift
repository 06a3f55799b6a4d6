internal import TallyEstimation

extension InstalledVocabulary {
    /// The most bytes that the text beside a packed file may have.
    private static let textLimit = 1 << 24

    /// Writes the packed vocabulary and then the text that names it, each whole or not at all.
    static func install(
        _ file: VocabularyFile,
        split: SplitRule,
        named name: String,
        source: File,
        in folder: VocabularyFolder
    ) throws(CommandFailure) -> InstalledVocabulary {
        let packed = file.vocabulary.packed
        let hash = SHA256.hexDigest(of: packed)
        let previous = try? Self.read(name, in: folder)
        let installed = InstalledVocabulary(
            name: name,
            format: file.format,
            date: CalendarDay(secondsSince1970: SystemClock.now).text,
            source: source,
            packed: File(name: "\(name.prefix(40))-\(hash.prefix(16)).vocab", bytes: packed.count, sha256: hash),
            checksum: unsafe packed.withUnsafeBufferPointer { unsafe Checksum.of($0.span) },
            idCount: file.vocabulary.idCount,
            split: split,
            normalization: file.normalization,
            specialTokens: file.specialTokens,
            atoms: file.atoms,
            prefixSpace: file.prefixSpace
        )
        try folder.create()
        try WholeFile.write(packed, to: folder.file(installed.packed.name))
        try WholeFile.write(Array(installed.text.utf8), to: folder.file("\(name).json"))
        if let previous, previous.packed.name != installed.packed.name { folder.remove(previous.packed.name) }
        return installed
    }

    /// Reads what is written down about the vocabulary of this name.
    static func read(_ name: String, in folder: VocabularyFolder) throws(CommandFailure) -> InstalledVocabulary {
        let path = folder.file("\(name).json")
        let content = try Self.content(of: path)
        guard content.count <= Self.textLimit else {
            throw CommandFailure(.unreadableInput, what: path.displayText, why: "it is larger than 16 MB")
        }
        let tree: JSONTree
        do throws(VocabularyError) {
            tree = try content.withBytes { text throws(VocabularyError) in
                try JSONTree(json: text)
            }
        } catch {
            throw CommandFailure(
                .unreadableInput,
                what: path.displayText,
                why: error.message,
                remedy: Self.remedy(name)
            )
        }
        guard let installed = InstalledVocabulary(tree), installed.name == name else {
            throw CommandFailure(
                .unreadableInput,
                what: path.displayText,
                why: "it does not describe the vocabulary \(name)",
                remedy: Self.remedy(name)
            )
        }
        return installed
    }

    /// The encoding, ready for use.
    ///
    /// The checksum finds what was damaged, and the tables are checked so that what was forged can't lead outside of
    /// them; ``verify(in:)`` also compares the hash.
    func encoding(in folder: VocabularyFolder) throws(CommandFailure) -> TokenEncoding {
        let path = folder.file(self.packed.name)
        guard let memory = try unsafe self.memory(of: path) else {
            throw self.damaged(path, "it is not what was installed")
        }
        let vocabulary: Vocabulary
        do throws(TokenizerError) {
            vocabulary = try unsafe Vocabulary(adopting: memory, isIntact: true)
        } catch {
            throw self.damaged(path, error.message)
        }
        return try self.encoding(vocabulary)
    }

    /// Reads the packed file to where it will be used, since a copy takes as long as all checks; nil if it is not what the
    /// checksum is of.
    private func memory(of path: FilePath) throws(CommandFailure) -> UnsafeMutableRawBufferPointer? {
        do throws(SystemError) {
            let file = try OpenFile(path, followsLinks: true)
            // Before anything is allocated: the text beside the file may say anything.
            guard file.size == self.packed.bytes, file.size > 0 else { return nil }
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: file.size, alignment: 64)
            var isIntact = false
            defer { if !isIntact { unsafe memory.deallocate() } }
            var count = 0
            while count < file.size {
                let received = try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
                if received == 0 { return nil }
                count += received
            }
            let bytes = unsafe UnsafeBufferPointer(memory.assumingMemoryBound(to: UInt8.self))
            isIntact = unsafe Checksum.of(bytes.span) == self.checksum
            return unsafe isIntact ? memory : nil
        } catch {
            throw CommandFailure(error, reading: path.displayText)
        }
    }

    /// Checks everything that can be checked.
    func verify(in folder: VocabularyFolder) throws(CommandFailure) {
        let path = folder.file(self.packed.name)
        let content = try Self.content(of: path)
        let bytes = content.withBytes { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) } }
        guard SHA256.hexDigest(of: bytes) == self.packed.sha256 else {
            throw self.damaged(path, "its SHA-256 is not the one that was written down")
        }
        let vocabulary: Vocabulary
        do throws(TokenizerError) {
            vocabulary = try Vocabulary(packed: bytes)
        } catch {
            throw self.damaged(path, error.message)
        }
        guard try self.encoding(vocabulary).vocabulary.idCount == self.idCount else {
            throw self.damaged(path, "it has another number of ids")
        }
    }

    private func encoding(_ vocabulary: Vocabulary) throws(CommandFailure) -> TokenEncoding {
        let file = VocabularyFile(
            format: self.format,
            vocabulary: vocabulary,
            split: self.split,
            normalization: self.normalization,
            specialTokens: self.specialTokens,
            atoms: self.atoms,
            prefixSpace: self.prefixSpace
        )
        do throws(VocabularyError) {
            return try file.encoding(named: self.name, compiling: PatternCompiler.current)
        } catch {
            throw CommandFailure(.unreadableInput, what: self.name, why: error.message)
        }
    }

    private func damaged(_ path: FilePath, _ why: String) -> CommandFailure {
        CommandFailure(.unreadableInput, what: path.displayText, why: why, remedy: Self.remedy(self.name))
    }

    private static func remedy(_ name: String) -> String {
        "tally vocab add FILE --name \(name) --replace"
    }

    private static func content(of path: FilePath) throws(CommandFailure) -> InputBuffer {
        let buffer = InputBuffer()
        do throws(SystemError) {
            try buffer.readToEnd(OpenFile(path, followsLinks: true))
        } catch {
            throw CommandFailure(error, reading: path.displayText)
        }
        return buffer
    }
}
