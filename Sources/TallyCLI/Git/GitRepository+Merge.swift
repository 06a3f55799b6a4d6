extension GitRepository {
    /// The other commits of a merge that is being made; empty outside one.
    ///
    /// While a person finishes a merge they are in the file `MERGE_HEAD`. The hook `pre-merge-commit` of a merge
    /// without conflicts is run before that file is written; there the environment names them, as `GITHEAD_<id>`.
    func mergeHeads() -> [String] {
        if self.isBare { return [] }
        let written = self.idsInMergeHead()
        guard written.isEmpty, let action = self.git.environment["GIT_REFLOG_ACTION"],
            action.starts(with: "merge".utf8) || action.starts(with: "pull".utf8)
        else { return written }
        let name = Array("GITHEAD_".utf8)
        let named = self.git.environment.entries.filter { $0.starts(with: name) }
        return named.compactMap { Self.id($0.dropFirst(name.count).prefix { $0 != UInt8(ascii: "=") }) }.sorted()
    }

    private func idsInMergeHead() -> [String] {
        do throws(SystemError) {
            let file = try OpenFile(self.gitFolder.appending(Array("MERGE_HEAD".utf8)), followsLinks: false)
            guard file.kind == .regular else { return [] }
            let buffer = InputBuffer()
            _ = try buffer.read(file, atLeast: 1 << 16)
            let bytes = buffer.withBytes { bytes in bytes.indices.map { bytes[$0] } }
            return bytes.split(separator: UInt8(ascii: "\n")).compactMap(Self.id)
        } catch {
            return []
        }
    }

    private static func id(_ text: ArraySlice<UInt8>) -> String? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = UInt8(ascii: "a")...UInt8(ascii: "f")
        guard [40, 64].contains(text.count), text.allSatisfy({ digits.contains($0) || letters.contains($0) }) else {
            return nil
        }
        return String(decoding: text, as: UTF8.self)
    }
}
