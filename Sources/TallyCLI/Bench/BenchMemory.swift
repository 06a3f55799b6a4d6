/// Memory for answers that is there before a clock starts and is used again by each pass.
@safe
struct BenchMemory<Element: BitwiseCopyable & Equatable>: ~Copyable {
    private let buffer: UnsafeMutableBufferPointer<Element>
    private var count = 0

    /// Memory for `capacity` elements, which the system gives when they are first written.
    init(capacity: Int) {
        unsafe self.buffer = .allocate(capacity: capacity)
    }

    deinit {
        unsafe self.buffer.deallocate()
    }

    /// Forgets what is there and has `body` write anew; what it can't write is a pass that is not believed.
    mutating func fill(_ body: (inout OutputSpan<Element>) throws -> Void) -> Int {
        // Unsafe: the output is gone before the memory is.
        var output = unsafe OutputSpan(buffer: self.buffer, initializedCount: 0)
        do { try body(&output) } catch { output.removeAll() }
        self.count = unsafe output.finalize(for: self.buffer)
        return self.count
    }

    /// A copy of what is there.
    var elements: [Element] { unsafe Array(self.buffer.prefix(self.count)) }

    /// Whether this is what is there.
    func holds(_ elements: [Element]) -> Bool {
        unsafe self.buffer.prefix(self.count).elementsEqual(elements)
    }
}
