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

#if defined(__cplusplus)
}
#endif

#endif
