/// A place for the answer to each of several parts that threads work on.
@safe
final class PartAnswers<Answer: Sendable>: @unchecked Sendable {
    // Safe: a place is written by the one thread that has its number, and all are read after the threads have ended, which
    // ``Threads`` waits for.
    private let places: UnsafeMutablePointer<Answer>
    private let count: Int

    init(repeating placeholder: Answer, count: Int) {
        unsafe self.places = .allocate(capacity: count)
        unsafe self.places.initialize(repeating: placeholder, count: count)
        self.count = count
    }

    deinit {
        unsafe self.places.deinitialize(count: self.count)
        unsafe self.places.deallocate()
    }

    /// Keeps the answer to part `number`.
    func put(_ answer: Answer, at number: Int) {
        precondition(0 <= number && number < self.count, "there is no part \(number) of \(self.count)")
        unsafe self.places[number] = answer
    }

    /// The answers in the order of the parts.
    var all: [Answer] {
        unsafe Array(UnsafeBufferPointer(start: self.places, count: self.count))
    }
}
