internal import TallyMetering

/// A request that is ready to be sent.
struct EncodedRequest: Sendable {
    /// The body.
    let body: [UInt8]
    /// The records in it, those included that are left out.
    let ids: [RecordID]
    /// How many items the body has; with none there is nothing to send.
    let items: Int
    /// How many of the records are left out.
    let leftOut: Int
}

/// Splits a batch into requests, one after the other, so that not all of them are in memory at once.
///
/// Where it splits depends on the batch alone, so that a batch that comes again gives the same requests.
struct RequestSequence {
    private let encoding: any RecordEncoding
    private let batch: [MeteringRecord]
    private let taken: Set<RecordID>
    private var position = 0
    private var lastSize = 0

    /// Creates the requests of `batch`, without the records in `taken`.
    init(_ batch: [MeteringRecord], by encoding: any RecordEncoding, without taken: Set<RecordID>) {
        self.batch = batch
        self.encoding = encoding
        self.taken = taken
    }

    /// Returns the next request; nil if there are no more.
    ///
    /// One whose records were all taken already has no records.
    mutating func next() -> EncodedRequest? {
        guard self.position < self.batch.count else { return nil }
        let (request, end) = self.request(of: self.batch[self.position...])
        let records = self.batch[self.position..<end]
        self.position = end
        self.lastSize = request.body.count
        guard !self.taken.isEmpty, request.ids.contains(where: self.taken.contains) else { return request }
        let rest = records.filter { !self.taken.contains($0.id) }
        return self.request(of: rest[...]).request
    }

    /// Returns a request of as many of the first of `records` as fit, and the index after them.
    private func request(of records: ArraySlice<MeteringRecord>) -> (request: EncodedRequest, end: Int) {
        let limits = self.encoding.limits
        var items = RequestItems(self.encoding.frame)
        items.reserve(self.lastSize)
        var ids: [RecordID] = []
        var leftOut = 0
        var end = records.startIndex
        for record in records {
            let (size, count) = (items.bytes.count, items.count)
            self.encoding.append(record, to: &items)
            if count > 0, items.count > limits.items || items.size > limits.bytes {
                items.cut(toBytes: size, count: count)
                break
            }
            if items.count == count { leftOut += 1 }
            ids.append(record.id)
            end += 1
        }
        let count = items.count
        return (EncodedRequest(body: items.finished(), ids: ids, items: count, leftOut: leftOut), end)
    }
}
