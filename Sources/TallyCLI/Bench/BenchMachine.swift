internal import TallyTokenizer

/// What measurements depend on beside the text.
enum BenchMachine {
    /// The instruction set whose kernels are at work.
    static var kernels: String { Kernels.best.name }

    /// The processors that the system has running.
    static var cores: Int { Tokenizer.availableThreads }
}
