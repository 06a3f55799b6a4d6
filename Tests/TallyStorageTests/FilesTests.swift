import Foundation
import Testing

@testable import TallyStorage

@Suite struct FilesTests {
    private final class Place {
        let path = FileManager.default.temporaryDirectory.appending(path: "tally-files-\(UUID().uuidString)").path
        var folder: Folder { Folder(self.path) }

        deinit { try? FileManager.default.removeItem(atPath: self.path) }
    }

    private let place = Place()

    private var folder: Folder { self.place.folder }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private let text = Array("one\ntwo\n".utf8)

    @Test func makesFoldersOnTheWay() throws {
        let deep = self.folder.folder("a").folder("b")
        try deep.create()
        try deep.create()
        #expect(try self.mode(deep.path) == 0o700)
        #expect(try self.mode(self.folder.path) == 0o700)
        try deep.sync()
        #expect(self.folder.folder("a").removeEmptyFolder("b"))
        #expect(try self.folder.folder("a").entries().isEmpty)
    }

    @Test func saysWhatIsInTheWayOfAFolder() throws {
        try self.folder.create()
        _ = try DurableFile(self.folder.path(of: "file"), .creating)
        let error = #expect(throws: StorageError.self) { try self.folder.folder("file").create() }
        #expect(error?.operation == .createFolder && error?.isForbidden == true)
        #expect(throws: StorageError.self) { try self.folder.folder("file").folder("below").create() }
    }

    #if os(Linux)
    /// The kernel says that a folder in /proc is not there when it can not be made.
    @Test func asksOnceForAFolderThatCanNotBe() throws {
        let error = #expect(throws: StorageError.self) { try Folder("/proc/none/below").create() }
        #expect(error?.operation == .createFolder && error?.path == "/proc/none")
    }
    #endif

    @Test func appendsReadsAndCutsOff() throws {
        try self.folder.create()
        let path = self.folder.path(of: "file")
        let file = try DurableFile(path, .creating)
        #expect(try self.mode(path) == 0o600)
        try file.append(self.text.span)
        #expect(try file.appendOnce(self.text.span.extracting(..<4)) == 4)
        try file.sync()
        #expect(try file.size == 12)
        #expect(try file.read(at: 4, count: 100) == Array("two\none\n".utf8))
        #expect(try file.read(at: 12, count: 100).isEmpty)
        try file.truncate(to: 4)
        try file.append(self.text.span)
        #expect(try file.read(at: 0, count: 100) == Array("one\none\ntwo\n".utf8))
        #expect(throws: StorageError.self) { _ = try DurableFile(path, .creating) }
        let again = try DurableFile(path, .appending)
        #expect(try again.size == 12)
    }

    @Test func repairsOnlyWhatIsThere() throws {
        try self.folder.create()
        let error = #expect(throws: StorageError.self) {
            _ = try DurableFile(self.folder.path(of: "file"), .repairing)
        }
        #expect(error?.isNotFound == true)
        #expect(try self.folder.entries().isEmpty)
        #expect(error?.description.hasPrefix("can not open \(self.folder.path)/file: no such file") == true)
    }

    @Test func locksAgainstOtherOpenings() throws {
        try self.folder.create()
        let path = self.folder.path(of: "file")
        do {
            let first = try DurableFile(path, .creating)
            #expect(try first.lock())
            let second = try DurableFile(path, .reading)
            #expect(try !second.lock())
            #expect(try first.isLinked)
        }
        let third = try DurableFile(path, .repairing)
        #expect(try third.lock())
        try self.folder.remove("file")
        #expect(try !third.isLinked)
        try self.folder.remove("file")
    }

    @Test func listsRenamesAndRemoves() throws {
        try self.folder.create()
        for name in ["b", "a", ".c"] {
            let file = try DurableFile(self.folder.path(of: name), .creating)
            try file.append(self.text.span)
        }
        try self.folder.folder("d").create()
        let entries = try self.folder.entries()
        #expect(entries.map(\.name) == [".c", "a", "b", "d"])
        #expect(entries.map(\.isFolder) == [false, false, false, true])
        #expect(entries.map(\.size).prefix(3) == [8, 8, 8])
        try self.folder.rename("a", to: "b")
        try self.folder.sync()
        #expect(try self.folder.entries().map(\.name) == [".c", "b", "d"])
        #expect(self.folder.entry("a") == nil && self.folder.entry("b")?.size == 8)
        let error = #expect(throws: StorageError.self) { try Folder(self.folder.path + "/x").entries() }
        #expect(error?.isNotFound == true)
    }

    @Test func tellsAFullMedium() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let full = try DurableFile("/dev/full", .repairing)
        let error = #expect(throws: StorageError.self) { try full.append(self.text.span) }
        #expect(error?.isNoRoom == true)
    }
}
