// The kernels for SSE2, which every x86-64 processor has.

#include "emit.h"
#include "gathering.h"
#include "kernel_classes.h"
#include "kernels.h"
#include "probe.h"
#include "utf8.h"

#if defined(__x86_64__)

#include <emmintrin.h>

/// A block takes four vectors.
typedef struct {
    __m128i parts[4];
} vectors;

static inline __m128i all(int byte) { return _mm_set1_epi8((char)byte); }

static inline vectors load(const uint8_t *text) {
    const __m128i *parts = (const __m128i *)text;
    return (vectors){{
        _mm_loadu_si128(parts), _mm_loadu_si128(parts + 1), _mm_loadu_si128(parts + 2), _mm_loadu_si128(parts + 3),
    }};
}

/// The upper bits of the 64 bytes.
static inline uint64_t mask_of(vectors bytes) {
    uint64_t mask = 0;
    for (size_t i = 0; i < 4; i++) {
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes.parts[i]) << (16 * i);
    }
    return mask;
}

// ---------------------------------------------------------------------------------------------------------------------
// classify

/// Which bytes are one of the `count` from `first` on.
static inline uint64_t in_range(vectors bytes, int first, int count) {
    for (size_t i = 0; i < 4; i++) {
        // Both sides are moved to where a signed comparison orders bytes.
        bytes.parts[i] = _mm_cmplt_epi8(_mm_add_epi8(bytes.parts[i], all(128 - first)), all(count - 128));
    }
    return mask_of(bytes);
}

static inline uint64_t equal(vectors bytes, int byte) {
    for (size_t i = 0; i < 4; i++) {
        bytes.parts[i] = _mm_cmpeq_epi8(bytes.parts[i], all(byte));
    }
    return mask_of(bytes);
}

/// Fills in the masks of ASCII by byte; zero for all else.
static inline void classify_ascii(vectors bytes, tally_block *masks) {
    masks->upper = in_range(bytes, 'A', 26);
    masks->lower = in_range(bytes, 'a', 26);
    masks->number = in_range(bytes, '0', 10);
    masks->blank = equal(bytes, ' ');
    masks->newline = equal(bytes, '\n') | equal(bytes, '\r');
    masks->space = in_range(bytes, '\t', 5) & ~masks->newline;
    masks->slash = equal(bytes, '/');
    masks->apostrophe = equal(bytes, '\'');
    masks->uncased = 0;
    masks->mark = 0;
    masks->starts = ~0ull;
}

/// Bit `bit` of the 64 bytes.
static inline uint64_t plane(vectors bytes, int bit) {
    for (size_t i = 0; i < 4; i++) {
        bytes.parts[i] = _mm_sll_epi16(bytes.parts[i], _mm_cvtsi32_si128(7 - bit));
    }
    return mask_of(bytes);
}

/// Classifies a block that is not all ASCII.
static void classify_mixed(const uint8_t *text, vectors bytes, uint64_t wide, tally_block *block) {
    uint64_t leads = wide & ~in_range(bytes, 0x80, 0x40);
    uint8_t classes[TALLY_BLOCK_SIZE] = {0};
    for (uint64_t rest = leads; rest != 0; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        classes[i] = tally_kernel_class_at(text + i);
    }
    vectors found = load(classes);
    tally_block masks;
    classify_ascii(bytes, &masks);
    masks.upper |= plane(found, __builtin_ctz(TALLY_KERNEL_CLASS_UPPER));
    masks.lower |= plane(found, __builtin_ctz(TALLY_KERNEL_CLASS_LOWER));
    masks.number |= plane(found, __builtin_ctz(TALLY_KERNEL_CLASS_NUMBER));
    masks.space |= plane(found, __builtin_ctz(TALLY_KERNEL_CLASS_SPACE));
    masks.uncased = plane(found, __builtin_ctz(TALLY_KERNEL_CLASS_UNCASED));
    masks.mark = plane(found, __builtin_ctz(TALLY_KERNEL_CLASS_MARK));
    masks.starts = ~wide | leads;
    tally_gather_block(&masks, block);
}

static void classify(const uint8_t *text, size_t count, tally_block *blocks) {
    for (size_t i = 0; i < count; i++, text += TALLY_BLOCK_SIZE, blocks++) {
        vectors bytes = load(text);
        uint64_t wide = mask_of(bytes);
        if (wide == 0) {
            classify_ascii(bytes, blocks);
        } else {
            classify_mixed(text, bytes, wide, blocks);
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// emit

static size_t emit(
    const uint8_t *text,
    const uint64_t *pieces,
    const tally_block *blocks,
    size_t count,
    uint32_t base,
    uint32_t *positions,
    uint64_t *keys
) {
    return tally_emit(text, pieces, blocks, count, base, positions, keys);
}

// ---------------------------------------------------------------------------------------------------------------------
// probe

static size_t probe(
    const uint64_t *keys,
    size_t count,
    const uint64_t *table,
    const uint32_t *ids,
    uint32_t *tokens,
    uint32_t *short_misses,
    uint32_t *long_misses,
    size_t *long_count
) {
    return tally_probe(keys, count, table, ids, tokens, short_misses, long_misses, long_count);
}

// ---------------------------------------------------------------------------------------------------------------------
// valid_utf8

static size_t valid_utf8(const uint8_t *text, size_t count) {
    size_t position = 0;
    while (position < count) {
        // At the start of a character. A vector of ASCII is skipped; of any other, all characters are looked at.
        size_t end = count - position < 16 ? count : position + 16;
        if (end - position == 16 && _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(text + position))) == 0) {
            position = end;
            continue;
        }
        while (position < end) {
            size_t length = tally_well_formed_length(text + position, count - position);
            if (length == 0) {
                return position;
            }
            position += length;
        }
    }
    return count;
}

const tally_kernels tally_kernels_sse2 = {"sse2", classify, emit, probe, valid_utf8, NULL};

#endif
