internal import TallyTokenizer

/// What the environment variable `TALLY_KERNELS` asks for.
enum KernelRequest {
    /// The failure if it asks for kernels that there are none of here: figures and answers must not be taken for theirs.
    static func validate() throws(CommandFailure) {
        guard let name = Kernels.unsupportedRequest else { return }
        let names = Kernels.supported.map(\.name)
        throw CommandFailure(
            .invalidArgument,
            what: "TALLY_KERNELS",
            why: "no kernels \"\(name)\" on this processor; there are \(names.joined(separator: ", "))",
            remedy: "TALLY_KERNELS=\(names[0])"
        )
    }
}
