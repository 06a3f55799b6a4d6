// Private to this target: the classes of what is not ASCII.

#ifndef TALLY_KERNEL_CLASSES_H
#define TALLY_KERNEL_CLASSES_H

#include <string.h>

#include "CTallyKernels.h"

// The character classes in blocks of 128 scalars, the most that one byte shuffle of a vector register pair looks up.
// Most scripts live in one or two such blocks, so a block of text has few of them, however many characters.

/// What `tally_block` keeps of a character that is not ASCII; no bit for what has no mask.
enum {
    TALLY_KERNEL_CLASS_UPPER = 1 << 0,
    TALLY_KERNEL_CLASS_LOWER = 1 << 1,
    TALLY_KERNEL_CLASS_NUMBER = 1 << 2,
    TALLY_KERNEL_CLASS_UNCASED = 1 << 3,
    TALLY_KERNEL_CLASS_SPACE = 1 << 4,
    TALLY_KERNEL_CLASS_MARK = 1 << 5,
};

enum {
    TALLY_KERNEL_CLASS_BLOCK_COUNT = 0x110000 / 128,
    TALLY_KERNEL_CLASS_DISTINCT_BLOCK_COUNT = 230,
};

extern const uint8_t tally_kernel_class_block_index[TALLY_KERNEL_CLASS_BLOCK_COUNT];
extern const uint8_t tally_kernel_class_blocks[TALLY_KERNEL_CLASS_DISTINCT_BLOCK_COUNT][128];

/// The same, transposed: bit i % 8 of byte i / 8 of plane k is bit k of the i-th scalar's code, which is 0 for none,
/// then 1 upper, 2 lower, 3 uncased, 4 number, 5 space, 6 mark. For shuffles that have but 16 entries.
extern const uint8_t tally_kernel_class_planes[TALLY_KERNEL_CLASS_DISTINCT_BLOCK_COUNT][3][16];

// The number of the block that a character is in, by its first bytes.

static inline uint32_t tally_block_number_2(const uint8_t *text) { return text[0] >> 1 & 0x0f; }

static inline uint32_t tally_block_number_3(const uint8_t *text) {
    return (uint32_t)(text[0] & 0x0f) << 5 | (text[1] & 0x3f) >> 1;
}

static inline uint32_t tally_block_number_4(const uint8_t *text) {
    return (uint32_t)(text[0] & 0x07) << 11 | (uint32_t)(text[1] & 0x3f) << 5 | (text[2] & 0x3f) >> 1;
}

/// Returns the classes of the 128 scalars from `number * 128` on.
static inline const uint8_t *tally_kernel_class_block(uint32_t number) {
    return tally_kernel_class_blocks[tally_kernel_class_block_index[number]];
}

// The letters without case that fill whole rows: Han (U+4E00 to U+9FFF) and Hangul (U+AC00 to U+D77F), which would take
// a round for every few characters. With a lead byte from 0xe0 on, by its lowest four bits, a second byte that is at
// most SPAN above FIRST makes one of them. Zero elsewhere, which no second byte satisfies. AT moves the entries.
#define TALLY_UNCASED_ROWS_FIRST(at) \
    [(at) + 0x4] = 0xb8, [(at) + 0x5 ... (at) + 0x9] = 0x80, [(at) + 0xa] = 0xb0, [(at) + 0xb ... (at) + 0xd] = 0x80
#define TALLY_UNCASED_ROWS_SPAN(at) \
    [(at) + 0x4] = 0x07, [(at) + 0x5 ... (at) + 0x9] = 0x3f, [(at) + 0xa] = 0x0f, [(at) + 0xb ... (at) + 0xc] = 0x3f, \
    [(at) + 0xd] = 0x1d

/// Returns what `tally_block` keeps of the character at `text`, which is not ASCII.
static inline uint8_t tally_kernel_class_at(const uint8_t *text) {
    uint32_t number, next_to_last, last;
    if (text[0] < 0xe0) {
        number = tally_block_number_2(text), next_to_last = text[0], last = text[1];
    } else if (text[0] < 0xf0) {
        number = tally_block_number_3(text), next_to_last = text[1], last = text[2];
    } else {
        number = tally_block_number_4(text), next_to_last = text[2], last = text[3];
    }
    return tally_kernel_class_block(number)[(next_to_last & 1) << 6 | (last & 0x3f)];
}

/// Copies the block at `text` and what follows of a character that it cuts, so that more may be read.
static inline void tally_copy_block(uint8_t copy[TALLY_BLOCK_SIZE + 16], const uint8_t *text) {
    size_t more = text[61] >= 0xf0 ? 1 : text[62] >= 0xf0 ? 2 : text[62] >= 0xe0 ? 1 : text[63] >= 0xf0 ? 3
        : text[63] >= 0xe0 ? 2 : text[63] >= 0xc0 ? 1 : 0;
    memcpy(copy, text, TALLY_BLOCK_SIZE);
    memset(copy + TALLY_BLOCK_SIZE, 0, 16);
    for (size_t i = 0; i < more; i++) {
        copy[TALLY_BLOCK_SIZE + i] = text[TALLY_BLOCK_SIZE + i];
    }
}

#endif
