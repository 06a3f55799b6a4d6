internal import Synchronization

/// Working memory of an encoding, lent to one call at a time.
///
/// A call takes what it finds in the first place that has any, so that calls one after the other use the same, which is
/// still near to the core, and makes new if all is taken. What is given back goes to the first free place. No call ever
/// waits for another: to take and to give are one atomic exchange each.
@safe
final class WorkspacePool<Answers: PieceAnswers & ~Copyable>: @unchecked Sendable {
    // Safe: a box is either in one of the places, from which an exchange takes it for one caller alone, or in the hands of
    // the call that has taken it; the exchanges order what is done with it before and after.
    private final class Box {
        let split = SplitScratch()
        var workspace: Workspace
        var answers = Answers()

        init(_ kernels: Kernels) {
            self.workspace = Workspace(kernels, keepsTokens: Answers.needsTokens)
        }
    }

    /// As many calls as this at the same time find again what they have given back; what further ones had is freed.
    private static var placeCount: Int { 64 }

    private let kernels: Kernels
    /// The addresses of boxes, each retained once; zero for a free place.
    private let places: UnsafeMutablePointer<Atomic<UInt>>

    init(_ kernels: Kernels) {
        self.kernels = kernels
        unsafe self.places = .allocate(capacity: Self.placeCount)
        for place in 0..<Self.placeCount {
            unsafe (self.places + place).initialize(to: Atomic(0))
        }
    }

    deinit {
        while self.take() != nil {}
        unsafe self.places.deinitialize(count: Self.placeCount)
        unsafe self.places.deallocate()
    }

    /// Calls `body` with working memory that nobody else uses until it returns.
    @inline(__always)
    func withWorkspace<Result>(
        _ body: (borrowing SplitScratch, inout Workspace, inout Answers) -> Result
    ) -> Result {
        let box = self.take() ?? Box(self.kernels)
        let result = body(box.split, &box.workspace, &box.answers)
        self.give(box)
        return result
    }

    private func take() -> Box? {
        for place in 0..<Self.placeCount {
            // Looked at first: an exchange would take the line away from whoever else looks.
            guard unsafe self.places[place].load(ordering: .relaxed) != 0 else { continue }
            let address = unsafe self.places[place].exchange(0, ordering: .acquiring)
            if let pointer = unsafe UnsafeRawPointer(bitPattern: address) {
                return unsafe Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue()
            }
        }
        return nil
    }

    private func give(_ box: Box) {
        let address = unsafe UInt(bitPattern: Unmanaged.passRetained(box).toOpaque())
        for place in 0..<Self.placeCount {
            guard unsafe self.places[place].load(ordering: .relaxed) == 0 else { continue }
            let (exchanged, _) = unsafe self.places[place].compareExchange(
                expected: 0,
                desired: address,
                ordering: .releasing
            )
            if exchanged { return }
        }
        unsafe Unmanaged.passUnretained(box).release()
    }
}
