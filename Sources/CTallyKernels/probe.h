// Private to this target: `probe`, one piece at a time.

#ifndef TALLY_PROBE_H
#define TALLY_PROBE_H

#include "CTallyKernels.h"

static inline __attribute__((always_inline)) size_t tally_probe(
    const uint64_t *keys,
    size_t count,
    const uint64_t *table,
    const uint32_t *ids,
    uint32_t *tokens,
    uint32_t *short_misses,
    uint32_t *long_misses,
    size_t *long_count
) {
    size_t shorts = 0, longs = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t key = keys[i];
        size_t slot = tally_frequent_slot(key);
        uint64_t is_miss = table[slot] != (key | 1), is_long = (key & TALLY_SHORT_KEY_LENGTH) == 0;
        if (tokens != NULL) {
            tokens[i] = ids[slot];
        }
        // Without a branch: which pieces are missing is not to be predicted.
        short_misses[shorts] = (uint32_t)i;
        long_misses[longs] = (uint32_t)i;
        shorts += is_miss & ~is_long;
        longs += is_long;
    }
    *long_count = longs;
    return shorts;
}

#endif
