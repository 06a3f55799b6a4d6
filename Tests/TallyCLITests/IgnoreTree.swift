import Foundation
import TallyTestSupport

/// Random folders with random `.gitignore` files, made of what the rules treat specially.
struct IgnoreTree {
    private var generator: SeededGenerator
    /// The folders of the last tree, from its top.
    private(set) var folders: [String] = []
    private var files: [String] = []

    private static let names = [
        "a", "b", "c", "ab", "abc", "a.o", "b.o", "foo", "bar", "x y", "[a]", "a*", "#a", "!a", "end ", "é", "a\\b",
        "-",
        "]", "a[b", "B", "z9", "?", "**", "{a}",
    ]

    private static let pieces = [
        "a", "b", "c", "ab", "foo", "bar", "*", "**", "***", "?", "*.o", "a*", "*b", "[a-c]", "[!a]", "[^b]", "[]a]",
        "[a", "[[:alpha:]]", "[[:bogus:]]", "[[:x]", "[a-]", "[-a]", "[b-a]", "[\\]a]", "\\*", "\\a", "\\", "[*]", ".o",
        "é", "x y", "end\\ ", "\\[a\\]", "[A-Z]", "[a-c-e]", "foo**", "**a", "a**b", "[/]", "[+--]",
        "[[:digit:][:upper:]]",
    ]

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    /// Makes files, folders and rules below `folder`, and says which rules for the message of a failure.
    mutating func fill(_ folder: TemporaryFolder) throws -> String {
        var description = ""
        self.folders = [""]
        self.files = []
        for _ in 0..<self.number(1...6) {
            let parent = self.pick(self.folders, "")
            let path = (parent.isEmpty ? "" : parent + "/") + self.pick(Self.names, "a")
            if !self.folders.contains(path) { self.folders.append(path) }
        }
        for path in self.folders {
            for _ in 0..<self.number(1...6) {
                let file = (path.isEmpty ? "" : path + "/") + self.pick(Self.names, "a")
                guard !self.folders.contains(file) else { continue }
                try folder.write(file, "x")
                self.files.append(file)
            }
        }
        for path in self.folders where path.isEmpty || self.number(0...2) == 0 {
            let rules = self.rules(below: path)
            try folder.write((path.isEmpty ? "" : path + "/") + ".gitignore", rules)
            description += "\(path)/.gitignore: \(rules.debugDescription)\n"
        }
        if self.number(0...1) == 0 {
            let rules = self.rules(below: "")
            try folder.write(".git/info/exclude", rules)
            description += ".git/info/exclude: \(rules.debugDescription)\n"
        }
        return description
    }

    private mutating func rules(below folder: String) -> String {
        let ends = ["\n", "\n", "\n", "\r\n", " \n", "  \n", "\t\n", "\n\n", "\n# a\n"]
        var text = self.number(0...9) == 0 ? "\u{FEFF}" : ""
        for _ in 0..<self.number(1...6) {
            text += self.number(0...1) == 0 ? self.pattern() : self.pattern(likeAPathBelow: folder)
            text += self.pick(ends, "\n")
        }
        if self.number(0...3) == 0 { text += self.pattern() }
        return text
    }

    /// A path that is there with parts of it replaced by wildcards, so that patterns meet files often.
    private mutating func pattern(likeAPathBelow folder: String) -> String {
        let wildcards = ["*", "**", "?", "**/", "/**", "[!/]", "/", "*/"]
        let prefix = folder.isEmpty ? "" : folder + "/"
        let paths = (self.files + self.folders).filter { $0.hasPrefix(prefix) && $0 != folder }
        var text = Array(String(self.pick(paths, "a").dropFirst(prefix.count)))
        for _ in 0..<self.number(0...2) where !text.isEmpty {
            let start = self.number(0...text.count - 1)
            let end = self.number(start...min(text.count, start + 3))
            text.replaceSubrange(start..<end, with: Array(self.pick(wildcards, "*")))
        }
        return self.pick(["", "", "", "!", "/"], "") + String(text) + self.pick(["", "", "", "", "/"], "")
    }

    private mutating func pattern() -> String {
        var text = self.pick(["", "", "", "!", "!", "\\!", "#", "\\#", "/", "/", "!/"], "")
        for part in 0..<self.number(1...4) {
            if part > 0 { text += self.pick(["/", "/", "", "//", "\\/", "/**/"], "/") }
            text += self.number(0...2) == 0 ? self.pick(Self.names, "a") : self.pick(Self.pieces, "*")
        }
        return text + self.pick(["", "", "", "/", "/**", "/*"], "")
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self.generator)
    }

    private mutating func pick(_ choices: [String], _ fallback: String) -> String {
        choices.randomElement(using: &self.generator) ?? fallback
    }
}
