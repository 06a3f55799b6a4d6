import Foundation

/// Memory between what may not be read: one byte before or behind it is a crash, in every build.
package final class GuardedMemory {
    private let mapping: UnsafeMutableRawPointer
    private let size: Int

    /// The bytes between, at least as many as asked for.
    package let bytes: UnsafeMutableBufferPointer<UInt8>

    package init(capacity: Int) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let readable = (capacity / page + 1) * page
        self.size = page + readable + page
        let anonymous = mmap(nil, self.size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let anonymous, anonymous != MAP_FAILED,
            mprotect(anonymous + page, readable, PROT_READ | PROT_WRITE) == 0
        else {
            fatalError("no guarded memory: errno \(errno)")
        }
        self.mapping = anonymous
        self.bytes = UnsafeMutableBufferPointer(
            start: (anonymous + page).bindMemory(to: UInt8.self, capacity: readable),
            count: readable
        )
    }

    deinit {
        munmap(self.mapping, self.size)
    }

    /// Puts `text` at the very end, or else at the very start, and returns where it is.
    package func place(_ text: some Collection<UInt8>, atEnd: Bool = true) -> UnsafeBufferPointer<UInt8> {
        let start = atEnd ? self.bytes.count - text.count : 0
        precondition(text.count <= self.bytes.count, "\(text.count) bytes do not fit")
        let place = self.bytes[start..<start + text.count]
        _ = place.update(fromContentsOf: text)
        return UnsafeBufferPointer(rebasing: place)
    }
}
