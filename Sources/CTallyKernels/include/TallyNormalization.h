// Part of CTallyKernels: what Unicode's normal forms need to know of a scalar (Unicode Standard Annex #15).

#ifndef TALLY_NORMALIZATION_H
#define TALLY_NORMALIZATION_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// What normalization does with a scalar. Offsets are for `tally_normalization_scalar`.
typedef struct tally_normalization {
    uint8_t combining_class;  ///< Canonical_Combining_Class.
    uint8_t flags;  ///< TALLY_NORMALIZATION_...
    uint16_t canonical;  ///< Where the full canonical decomposition is.
    uint16_t compatible;  ///< Where the full compatibility decomposition is.
    uint8_t canonical_count;  ///< Its scalars; 0 if the scalar stands for itself.
    uint8_t compatible_count;  ///< Its scalars; 0 if the scalar stands for itself.
} tally_normalization;

enum {
    TALLY_NORMALIZATION_NEWER = 1,  ///< Unicode 9.0 does not know it.
    TALLY_NORMALIZATION_JOINS_CANONICAL = 2,  ///< Can be reordered or composed with what is before it, in NFC.
    TALLY_NORMALIZATION_JOINS_COMPATIBLE = 4,  ///< The same in NFKC.
    TALLY_NORMALIZATION_CHANGES_CANONICAL = 8,  ///< Is never in NFC.
    TALLY_NORMALIZATION_CHANGES_COMPATIBLE = 16,  ///< Is never in NFKC.
    TALLY_NORMALIZATION_COMPOSES = 32,  ///< Is the second scalar of a composite.
};

enum {
    TALLY_NORMALIZATION_BLOCK_COUNT = 0x110000 / 128,
    TALLY_COMPOSITE_COUNT = 941,
};

/// Two scalars and what they compose to.
typedef struct tally_composite {
    uint32_t first;
    uint32_t second;
    uint32_t composite;
} tally_composite;

// Private to the functions below, declared here so that they inline. The composites are sorted by their two scalars.
extern const uint8_t tally_normalization_block_index[TALLY_NORMALIZATION_BLOCK_COUNT];
extern const uint16_t tally_normalization_blocks[][128];
extern const tally_normalization tally_normalization_records[];
extern const uint32_t tally_normalization_scalars[];
extern const tally_composite tally_composites[TALLY_COMPOSITE_COUNT];

/// Returns the number of the scalar's record; 0 if no normal form changes, moves or joins it to what is before.
///
/// The syllables of Hangul answer 0, too, though they decompose. Values from 0x110000 on are no scalars and answer 0.
static inline uint16_t tally_normalization_index(uint32_t scalar) {
    if (scalar >= 0x110000) {
        return 0;
    }
    return tally_normalization_blocks[tally_normalization_block_index[scalar >> 7]][scalar & 0x7f];
}

/// Returns a record by its number, which must be from `tally_normalization_index`.
static inline tally_normalization tally_normalization_record(uint16_t index) {
    return tally_normalization_records[index];
}

/// Returns a scalar of a decomposition; the offset must be within one.
static inline uint32_t tally_normalization_scalar(size_t offset) {
    return tally_normalization_scalars[offset];
}

/// Returns what two scalars compose to, or 0; without the syllables of Hangul. O(log TALLY_COMPOSITE_COUNT).
static inline uint32_t tally_composite_of(uint32_t first, uint32_t second) {
    uint64_t key = (uint64_t)first << 32 | second;
    size_t low = 0;
    size_t high = TALLY_COMPOSITE_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const tally_composite *entry = &tally_composites[middle];
        uint64_t found = (uint64_t)entry->first << 32 | entry->second;
        if (found == key) {
            return entry->composite;
        }
        if (found < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

#if defined(__cplusplus)
}
#endif

#endif
