/// What the look-ups of one call work with; good for any number of calls, one at a time.
struct Workspace: ~Copyable {
    let kernels: Kernels
    let lookup: LookupScratch
    let sideBySide: BatchMerge
    var merging: MergeScratch
    var cache: PieceCache

    init(_ kernels: Kernels, keepsTokens: Bool) {
        self.kernels = kernels
        self.lookup = LookupScratch()
        self.sideBySide = BatchMerge(kernels)
        self.merging = MergeScratch()
        self.cache = PieceCache(keepsTokens: keepsTokens)
    }
}
