// CTallyKernels: the C below TallyTokenizer. No mutable state, so every function may be called from any thread.
//
//   Unicode classes     what one scalar is, as the reference's regex engine sees it
//   Character classes   what the split patterns distinguish of it

#ifndef TALLY_CTALLYKERNELS_H
#define TALLY_CTALLYKERNELS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

// ---------------------------------------------------------------------------------------------------------------------
// Unicode classes
//
// One byte a scalar: bits 0 to 4 the general category, bit 5 white space (`\s`), bit 6 Script=Han. Bit 7 is zero.
// The values are those of the engine that unicode_classes.c names, not of the platform.

/// The general category of a scalar; the groups L, M, N, P, S, Z and C are runs of neighbouring values.
typedef enum tally_category : uint8_t {
    TALLY_CATEGORY_LU = 0,  ///< Upper-case letter.
    TALLY_CATEGORY_LL = 1,  ///< Lower-case letter.
    TALLY_CATEGORY_LT = 2,  ///< Title-case letter.
    TALLY_CATEGORY_LM = 3,  ///< Modifier letter.
    TALLY_CATEGORY_LO = 4,  ///< Other letter, without case.
    TALLY_CATEGORY_MN = 5,  ///< Mark that takes no space.
    TALLY_CATEGORY_MC = 6,  ///< Mark that takes space.
    TALLY_CATEGORY_ME = 7,  ///< Mark that encloses.
    TALLY_CATEGORY_ND = 8,  ///< Decimal digit.
    TALLY_CATEGORY_NL = 9,  ///< Letter that is a number.
    TALLY_CATEGORY_NO = 10,  ///< Other number.
    TALLY_CATEGORY_PC = 11,  ///< Connector.
    TALLY_CATEGORY_PD = 12,  ///< Dash.
    TALLY_CATEGORY_PS = 13,  ///< Opening punctuation.
    TALLY_CATEGORY_PE = 14,  ///< Closing punctuation.
    TALLY_CATEGORY_PI = 15,  ///< Opening quotation mark.
    TALLY_CATEGORY_PF = 16,  ///< Closing quotation mark.
    TALLY_CATEGORY_PO = 17,  ///< Other punctuation.
    TALLY_CATEGORY_SM = 18,  ///< Mathematical symbol.
    TALLY_CATEGORY_SC = 19,  ///< Currency symbol.
    TALLY_CATEGORY_SK = 20,  ///< Modifier symbol.
    TALLY_CATEGORY_SO = 21,  ///< Other symbol.
    TALLY_CATEGORY_ZS = 22,  ///< Space.
    TALLY_CATEGORY_ZL = 23,  ///< Line separator.
    TALLY_CATEGORY_ZP = 24,  ///< Paragraph separator.
    TALLY_CATEGORY_CC = 25,  ///< Control.
    TALLY_CATEGORY_CF = 26,  ///< Format.
    TALLY_CATEGORY_CO = 27,  ///< Private use.
    TALLY_CATEGORY_CN = 28,  ///< Unassigned; also the answer for what is no scalar.
} tally_category;

/// Masks over the byte that `tally_unicode_class` returns.
enum {
    TALLY_CLASS_CATEGORY_MASK = 0x1f,  ///< Selects a `tally_category`.
    TALLY_CLASS_WHITE_SPACE = 0x20,  ///< Set for the 25 members of `\s`.
    TALLY_CLASS_HAN = 0x40,  ///< Set for Script=Han.
};

enum {
    TALLY_UNICODE_BLOCK_COUNT = 0x110000 / 256,
    TALLY_UNICODE_DISTINCT_BLOCK_COUNT = 163,
};

// Private to tally_unicode_class, declared here so that it inlines: block number to block, block to class bytes.
extern const uint8_t tally_unicode_block_index[TALLY_UNICODE_BLOCK_COUNT];
extern const uint8_t tally_unicode_blocks[TALLY_UNICODE_DISTINCT_BLOCK_COUNT][256];

/// Returns the class byte of `scalar`: two loads.
///
/// Surrogates and values from 0x110000 on are no scalars and answer `TALLY_CATEGORY_CN`.
static inline uint8_t tally_unicode_class(uint32_t scalar) {
    if (scalar >= 0x110000) {
        return TALLY_CATEGORY_CN;
    }
    return tally_unicode_blocks[tally_unicode_block_index[scalar >> 8]][scalar & 0xff];
}

// ---------------------------------------------------------------------------------------------------------------------
// Character classes
//
// What the split patterns distinguish, one bit each, so that a set of classes is a mask and eight masks describe a text.

/// The class of a character, as the split patterns of the byte-level encodings see it. Every scalar has exactly one.
typedef enum tally_character_class_bit : uint8_t {
    TALLY_CHARACTER_UPPER = 1 << 0,  ///< Lu, Lt.
    TALLY_CHARACTER_LOWER = 1 << 1,  ///< Ll.
    TALLY_CHARACTER_UNCASED = 1 << 2,  ///< Lm, Lo: letters that go with either case.
    TALLY_CHARACTER_MARK = 1 << 3,  ///< M.
    TALLY_CHARACTER_NUMBER = 1 << 4,  ///< N.
    TALLY_CHARACTER_SPACE = 1 << 5,  ///< `\s` but for the two newlines below.
    TALLY_CHARACTER_NEWLINE = 1 << 6,  ///< U+000A and U+000D.
    TALLY_CHARACTER_OTHER = 1 << 7,  ///< Everything else: punctuation, symbols, controls, unassigned.
} tally_character_class_bit;

// Private to the two functions below, declared here so that they inline.
extern const uint8_t tally_ascii_character_classes[128];
extern const uint8_t tally_character_class_of_unicode_class[64];

/// Returns the class of an ASCII character: one load.
///
/// `byte` must be below 0x80.
static inline uint8_t tally_ascii_character_class(uint8_t byte) {
    return tally_ascii_character_classes[byte];
}

/// Returns the class of a scalar above ASCII: three loads.
static inline uint8_t tally_character_class(uint32_t scalar) {
    return tally_character_class_of_unicode_class[tally_unicode_class(scalar) & 0x3f];
}

// ---------------------------------------------------------------------------------------------------------------------
// Block kernels
//
// A text is worked on 64 bytes at a time. `classify` turns each block into masks, the pattern turns masks into the places
// where pieces start, `emit` turns those into positions and look-up keys. Each takes many blocks a call, keeps no state
// and may be called concurrently. The text must be valid UTF-8 where a function does not say otherwise.

enum {
    TALLY_BLOCK_SIZE = 64,  ///< Bytes of text a block.
    TALLY_EMIT_SLACK = 64,  ///< How many elements `emit` may write behind those it counts.
};

/// What is in 64 bytes of text.
///
/// But for `starts`, bit k of a mask is the k-th character that starts in the block, so that the character before is one
/// bit below, whatever its length. Bits from the number of characters on are zero. A character has at most one bit; what
/// has none is neither letter, mark, number nor white space, as `slash` and `apostrophe` are, too.
typedef struct tally_block {
    uint64_t upper;  ///< Lu, Lt.
    uint64_t lower;  ///< Ll.
    uint64_t number;  ///< N.
    uint64_t blank;  ///< U+0020.
    uint64_t space;  ///< `\s` but for U+0020, U+000A and U+000D.
    uint64_t newline;  ///< U+000A and U+000D.
    uint64_t slash;  ///< U+002F.
    uint64_t apostrophe;  ///< U+0027.
    uint64_t uncased;  ///< Lm, Lo.
    uint64_t mark;  ///< M.
    uint64_t starts;  ///< Bit i: a character starts at byte i.
    uint64_t reserved[5];  ///< Not written.
} tally_block;

/// A piece of a text that is to be merged: where it starts and how many bytes it has.
typedef struct tally_merge_piece {
    uint32_t start;
    uint32_t count;
} tally_merge_piece;

/// What two adjacent tokens merge into; the Swift types `PairTable` and `PerfectHash` say how it is looked up.
typedef struct tally_pair_table {
    const uint16_t *_Nonnull seeds;  ///< Six bytes behind them are readable.
    const uint64_t *_Nonnull slots;
    uint32_t seed_count;
    uint32_t slot_count;
    const uint32_t *_Nonnull byte_tokens;  ///< The token of each byte.
} tally_pair_table;

enum {
    TALLY_MERGE_LIMIT = 64,  ///< The most bytes of a piece for `merge`.
    TALLY_PAIR_ID_BITS = 21,  ///< The bits of a token's id in the key of a pair.
};

/// What the key of a pair is multiplied by for its hash.
#define TALLY_PAIR_FACTOR 0x9e3779b97f4a7c15u

/// What a hash is multiplied by for its slot, with twice the seed added.
#define TALLY_PERFECT_HASH_FACTOR 0xa0761d6478bd642fu

/// The kernels of one instruction set.
typedef struct tally_kernels {
    /// What `TALLY_KERNELS` calls them: "avx512", "avx2", "sse2", "neon" or "scalar".
    const char *_Nonnull name;

    /// Classifies `count` blocks of `text` into `blocks`.
    ///
    /// Reads `count * 64` bytes, and of a character that the last of them cuts the rest.
    void (*_Nonnull classify)(const uint8_t *_Nonnull text, size_t count, tally_block *_Nonnull blocks);

    /// Writes where pieces start, and keys to look short ones up by.
    ///
    /// `pieces[b]` has bit k set if a piece starts at the k-th character of block b. For the i-th piece, `positions[i]` is
    /// `base` plus its byte offset in `text`; `keys[i]` is `tally_short_key` of its bytes if it has at most seven, else
    /// `TALLY_NO_SHORT_KEY`. The last piece's end is not known, so its key is unspecified. Up to `TALLY_EMIT_SLACK` elements behind are overwritten in each array.
    ///
    /// Reads `(count + 1) * 64` bytes of `text`. Returns the number of pieces.
    size_t (*_Nonnull emit)(
        const uint8_t *_Nonnull text,
        const uint64_t *_Nonnull pieces,
        const tally_block *_Nonnull blocks,
        size_t count,
        uint32_t base,
        uint32_t *_Nonnull positions,
        uint64_t *_Nonnull keys
    );

    /// Looks keys up in a table of `1 << TALLY_FREQUENT_BITS` slots, where only `tally_frequent_slot` may hold a key.
    ///
    /// A slot holds a key plus one, or zero. The numbers of the short keys that are not in the table go to `short_misses`,
    /// ascending, and those of the keys that are `TALLY_NO_SHORT_KEY` to `long_misses`. If `tokens` is not null,
    /// `tokens[i]` is the element of `ids` at the slot of key i, whether it is found or not. Up to eight elements behind
    /// are overwritten in each array. Returns the number of short misses.
    size_t (*_Nonnull probe)(
        const uint64_t *_Nonnull keys,
        size_t count,
        const uint64_t *_Nonnull table,
        const uint32_t *_Nullable ids,
        uint32_t *_Nullable tokens,
        uint32_t *_Nonnull short_misses,
        uint32_t *_Nonnull long_misses,
        size_t *_Nonnull long_count
    );

    /// Returns the offset of the first ill-formed UTF-8 sequence of `text`, or `count`. Reads `count` bytes.
    size_t (*_Nonnull valid_utf8)(const uint8_t *_Nullable text, size_t count);

    /// Merges each of `count` pieces of 1 to `TALLY_MERGE_LIMIT` bytes, as byte pair encoding does; null if there is
    /// nothing better than a merge after the other.
    ///
    /// By the piece's index, `counts` gets the number of tokens and `starts` a mask of the places where they start; the
    /// tokens go to `tokens` from where the bytes of the pieces before add up to. Each of the three may be null. Reads
    /// the bytes of the pieces and no others.
    void (*_Nullable merge)(
        const uint8_t *_Nonnull text,
        const tally_merge_piece *_Nonnull pieces,
        size_t count,
        const tally_pair_table *_Nonnull table,
        uint8_t *_Nullable counts,
        uint64_t *_Nullable starts,
        uint32_t *_Nullable tokens
    );
} tally_kernels;

/// Returns the kernels that this processor can run, fastest first, and writes how many; the last is always "scalar".
///
/// A pure function: it asks the processor and the operating system, never the environment.
const tally_kernels *_Nonnull const *_Nonnull tally_kernels_supported(size_t *_Nonnull count);

/// Returns the offset of the first U+2581, the bytes E2 96 81, of `text`, or `count`. Reads `count` bytes.
size_t tally_find_meta_space(const uint8_t *_Nonnull text, size_t count);

// ---------------------------------------------------------------------------------------------------------------------
// Short keys
//
// A piece of one to seven bytes in one word: the bytes in the upper seven, the first of them lowest, the length in bits 5
// to 7 and room for a number in bits 0 to 3. Distinct pieces have distinct keys, and none is zero.

/// The key of no piece: differs from every short key in more than its lowest four bits.
#define TALLY_NO_SHORT_KEY 0xffffffffffffff00u

/// Returns the key of the `length` bytes, 1 to 7, that are the lowest of `word`.
static inline uint64_t tally_short_key(uint64_t word, uint64_t length) {
    return word << (64 - 8 * length) | length << 5;
}

/// The bits of a short key that hold the length.
#define TALLY_SHORT_KEY_LENGTH 0xe0

/// What `tally_short_key_hash` multiplies by.
#define TALLY_SHORT_KEY_FACTOR 0x9e3779b97f4a7c15u

/// Returns the hash of a short key: one to one, with its upper half well mixed.
static inline uint64_t tally_short_key_hash(uint64_t key) {
    return (key ^ key >> 32) * TALLY_SHORT_KEY_FACTOR;
}

/// The binary logarithm of the number of slots that `probe` looks in: 128 KB, which stay near to a core.
#define TALLY_FREQUENT_BITS 14

/// Returns the only slot of `probe`'s table that may hold a key.
static inline size_t tally_frequent_slot(uint64_t key) {
    return (size_t)(tally_short_key_hash(key) >> (64 - TALLY_FREQUENT_BITS));
}

/// Fetches the cache line at `address`, which may be anything, for a load to come.
static inline void tally_prefetch(const void *_Nullable address) {
    __builtin_prefetch(address, 0, 3);
}

#if defined(__cplusplus)
}
#endif

#endif
