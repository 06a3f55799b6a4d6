// Private to this target: `emit` where positions come from counting zeros.

#ifndef TALLY_EMIT_H
#define TALLY_EMIT_H

#include <string.h>

#include "CTallyKernels.h"
#include "gathering.h"

// Without shuffles over two registers, positions come from counting zeros and keys from one load a piece.

/// Writes `base` plus the number of each of eight bits of `mask`, from the lowest on, and returns the rest of them.
///
/// Where no bit is left, writes any number.
static inline __attribute__((always_inline)) uint64_t tally_eight_bit_positions(
    uint64_t mask, uint32_t base, uint32_t *positions
) {
    for (size_t i = 0; i < 8; i++) {
        uint32_t position = base + (uint32_t)__builtin_ctzll(mask | 1ull << 63);
        // Counting in vectors is what the compiler would rather do, and much slower.
        __asm__("" : "+r"(position));
        positions[i] = position;
        mask &= mask - 1;
    }
    return mask;
}

/// Writes `base` plus the number of each bit of `mask`, and up to 15 elements more.
static inline __attribute__((always_inline)) void tally_bit_positions(
    uint64_t mask, uint32_t base, uint32_t *positions
) {
    // Most blocks have nine to sixteen pieces: not to ask before is a branch less to mispredict.
    mask = tally_eight_bit_positions(mask, base, positions);
    mask = tally_eight_bit_positions(mask, base, positions + 8);
    for (positions += 16; mask != 0; positions += 8) {
        mask = tally_eight_bit_positions(mask, base, positions);
    }
}

/// Writes the keys of pieces from `first` to the last but one, and adds `base` to positions from there on.
static inline __attribute__((always_inline)) void tally_emit_keys(
    const uint8_t *text,
    size_t first,
    size_t count,
    uint32_t base,
    uint32_t *positions,
    uint64_t *keys
) {
    for (size_t i = first; i + 1 < count; i++) {
        uint64_t length = positions[i + 1] - positions[i], word;
        memcpy(&word, text + positions[i], sizeof word);
        // Without a branch: which pieces are long is not to be predicted.
        uint64_t is_long = 0 - (uint64_t)(length > 7);
        uint64_t key = word << ((64 - 8 * length) & 63) | length << 5;
        key = (key & ~is_long) | (TALLY_NO_SHORT_KEY & is_long);
        keys[i] = key;
        positions[i] += base;
    }
    if (count > 0) {
        positions[count - 1] += base;
    }
}

/// `emit` for processors without pdep.
static inline __attribute__((always_inline)) size_t tally_emit(
    const uint8_t *text,
    const uint64_t *pieces,
    const tally_block *blocks,
    size_t count,
    uint32_t base,
    uint32_t *positions,
    uint64_t *keys
) {
    size_t written = 0;
    for (size_t b = 0; b < count; b++) {
        uint64_t starts = pieces[b];
        if (~blocks[b].starts != 0) {
            tally_gathering gathering = tally_gathering_of(blocks[b].starts);
            starts = tally_scattered(&gathering, starts);
        }
        tally_bit_positions(starts, (uint32_t)(b * TALLY_BLOCK_SIZE), positions + written);
        written += (size_t)__builtin_popcountll(starts);
    }
    tally_emit_keys(text, 0, written, base, positions, keys);
    return written;
}

#endif
