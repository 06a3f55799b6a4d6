internal import ArgumentParser

/// How many threads a command may be told to use.
enum ThreadNumber {
    /// More than any machine has processors, and few enough that all of them start.
    private static let range = 1...1_024

    /// Says what is wrong with the value of `--threads`, if there is one and anything is.
    static func validate(_ number: Int?) throws {
        guard let number, !Self.range.contains(number) else { return }
        throw ValidationError("--threads \(number): must be from 1 to \(NumberText.grouped(Self.range.upperBound)).")
    }
}
