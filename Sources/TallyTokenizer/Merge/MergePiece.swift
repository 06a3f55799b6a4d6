/// A piece of a text that is to be merged: where it starts and how many bytes it has.
///
/// Its layout is that of `tally_merge_piece`.
struct MergePiece {
    var start: UInt32
    var count: UInt32
}
