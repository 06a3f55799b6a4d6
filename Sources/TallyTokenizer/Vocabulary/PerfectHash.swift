internal import CTallyKernels

/// A table without collisions: every key that it was made for has a slot of its own.
///
/// A perfect hash by displacement (Belazzougui, Botelho and Dietzfelbinger, "Hash, displace, and compress", 2009): the
/// hash picks a bucket, and the bucket's seed moves its few keys to slots that nobody else takes. An answer costs two
/// loads, whether the key is there or not; whoever asks compares the key in the slot.
@safe
struct PerfectHash {
    /// How many seeds and slots a table has.
    struct Size: Equatable {
        var seedCount: Int
        var slotCount: Int

        /// Enough for `count` keys: buckets of four, and 92 per cent of the slots taken, so that a 16-bit seed is found.
        init(keyCount count: Int) {
            self.seedCount = max(1, count / 4)
            self.slotCount = max(8, count + count / 11)
        }

        init(seedCount: Int, slotCount: Int) {
            self.seedCount = seedCount
            self.slotCount = slotCount
        }
    }

    let seeds: UnsafePointer<UInt16>
    let size: Size

    /// Returns the only slot that can hold a key with this hash.
    @inline(__always)
    func slot(_ hash: UInt64) -> Int {
        let seed = unsafe self.seeds[Self.bucket(hash, count: self.size.seedCount)]
        return Self.slot(hash, seed: seed, count: self.size.slotCount)
    }

    @inline(__always)
    static func bucket(_ hash: UInt64, count: Int) -> Int {
        Self.scale(hash, to: count)
    }

    @inline(__always)
    static func slot(_ hash: UInt64, seed: UInt16, count: Int) -> Int {
        // An odd factor for each seed: the keys of a bucket stay apart, and are moved by different amounts.
        Self.scale(hash &* (UInt64(TALLY_PERFECT_HASH_FACTOR) &+ UInt64(seed) &<< 1), to: count)
    }

    /// Scales the upper half of a hash to `0..<count`, for a `count` below 2^32.
    @inline(__always)
    private static func scale(_ hash: UInt64, to count: Int) -> Int {
        Int(truncatingIfNeeded: ((hash &>> 32) &* UInt64(truncatingIfNeeded: count)) &>> 32)
    }
}

extension PerfectHash {
    /// Where a table's keys go.
    struct Placement {
        var seeds: [UInt16]
        /// The slot of each key, in the order of the hashes.
        var slots: [Int]
        var size: Size
    }

    /// Finds a seed for every bucket, or returns nil if two of the hashes are equal.
    ///
    /// - Complexity: O(*n*) expected.
    static func place(_ hashes: [UInt64]) -> Placement? {
        var size = Size(keyCount: hashes.count)
        let buckets = Buckets(hashes, count: size.seedCount)
        guard !buckets.haveEqual(hashes) else { return nil }
        while true {
            if let placement = Self.place(hashes, buckets, size) { return placement }
            // Never seen for a vocabulary; a little more room is another chance for every bucket.
            size.slotCount += size.slotCount / 64 + 1
        }
    }

    private static func place(_ hashes: [UInt64], _ buckets: Buckets, _ size: Size) -> Placement? {
        var placement = Placement(
            seeds: [UInt16](repeating: 0, count: size.seedCount),
            slots: [Int](repeating: 0, count: hashes.count),
            size: size
        )
        var taken = [Bool](repeating: false, count: size.slotCount)
        var places: [Int] = []
        for bucket in buckets.largestFirst {
            let members = buckets[bucket]
            let seed = (UInt16.min...UInt16.max).first { seed in
                places.removeAll(keepingCapacity: true)
                return members.allSatisfy { member in
                    let place = Self.slot(hashes[member], seed: seed, count: size.slotCount)
                    guard !taken[place], !places.contains(place) else { return false }
                    places.append(place)
                    return true
                }
            }
            guard let seed else { return nil }
            placement.seeds[bucket] = seed
            for (member, place) in zip(members, places) {
                placement.slots[member] = place
                taken[place] = true
            }
        }
        return placement
    }

    /// Which keys are in which bucket.
    private struct Buckets {
        private var starts: [Int]
        private var members: [Int]

        init(_ hashes: [UInt64], count: Int) {
            self.starts = [Int](repeating: 0, count: count + 1)
            self.members = [Int](repeating: 0, count: hashes.count)
            for hash in hashes { self.starts[PerfectHash.bucket(hash, count: count) + 1] += 1 }
            for bucket in 0..<count { self.starts[bucket + 1] += self.starts[bucket] }
            var ends = self.starts
            for (index, hash) in hashes.enumerated() {
                let bucket = PerfectHash.bucket(hash, count: count)
                self.members[ends[bucket]] = index
                ends[bucket] += 1
            }
        }

        /// The keys of a bucket, in their order.
        subscript(bucket: Int) -> ArraySlice<Int> { self.members[self.starts[bucket]..<self.starts[bucket + 1]] }

        /// The buckets that have keys, the largest first, while there is room; equal sizes in their order, so that the
        /// result is repeatable.
        var largestFirst: [Int] {
            let sizes = zip(self.starts, self.starts.dropFirst()).map { $1 - $0 }
            var bySize = [[Int]](repeating: [], count: (sizes.max() ?? 0) + 1)
            for (bucket, size) in sizes.enumerated() where size > 0 { bySize[size].append(bucket) }
            return bySize.reversed().flatMap { $0 }
        }

        /// Whether two hashes are equal, which are in one bucket then.
        func haveEqual(_ hashes: [UInt64]) -> Bool {
            (0..<self.starts.count - 1).contains { bucket in
                let own = self[bucket].map { hashes[$0] }
                return own.count > 1 && Set(own).count < own.count
            }
        }
    }
}
