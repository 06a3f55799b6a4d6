internal import TallyEstimation

extension InstalledVocabulary {
    /// What is said about it in JSON.
    var members: JSONObject {
        [
            "name": .string(self.name), "format": .string(self.format.rawValue), "ids": .integer(self.idCount),
            "special": .integer(self.specialTokens.count), "atoms": .integer(self.atoms.count),
            "normalization": .string(self.normalization.rawValue), "bytes": .integer(self.packed.bytes),
            "added": .string(self.date), "source": .string(self.source.name),
            "source_sha256": .string(self.source.sha256), "sha256": .string(self.packed.sha256),
        ]
    }

    /// The cells of its row in a table.
    var row: [String] {
        [
            self.name, self.format.rawValue, NumberText.grouped(self.idCount),
            NumberText.grouped(self.specialTokens.count), NumberText.grouped(self.packed.bytes), self.date,
            FilePath(self.source.name).displayText,
        ]
    }
}
