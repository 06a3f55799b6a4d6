// Private to this target: what is well-formed UTF-8.

#ifndef TALLY_UTF8_H
#define TALLY_UTF8_H

#include "kernels.h"

/// Returns the length in bytes of the character that `lead` starts.
static inline size_t tally_length_of_character(uint8_t lead) {
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/// Returns the length of the character that `left` bytes of `text`, at least one, start with; 0 if it is ill-formed.
static inline size_t tally_well_formed_length(const uint8_t *text, size_t left) {
    size_t length = tally_length_of_character(text[0]);
    if (length == 1) {
        return 1;
    }
    // The second byte's range depends on the first one's (Unicode 16, table 3-7).
    uint8_t low = 0x80, high = 0xbf;
    switch (text[0]) {
    case 0xe0: low = 0xa0; break;
    case 0xed: high = 0x9f; break;
    case 0xf0: low = 0x90; break;
    case 0xf4: high = 0x8f; break;
    default: break;
    }
    if (text[0] < 0xc2 || text[0] > 0xf4 || length > left || text[1] < low || text[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/// Returns the offset of the first ill-formed sequence of `text`, or `count`.
///
/// What is before `position` must be well-formed but for a character that `position` cuts.
static inline size_t tally_valid_utf8_from(const uint8_t *text, size_t position, size_t count) {
    for (size_t back = 1; back <= 3 && back <= position; back++) {
        if ((text[position - back] & 0xc0) != 0x80) {
            position -= back;
            break;
        }
    }
    return position + tally_kernels_scalar.valid_utf8(text + position, count - position);
}

// For vectors that look 16 entries up: two neighbouring bytes are wrong if an error is in all three of the entries for
// the first one's upper and lower half and the second one's upper half (Keiser and Lemire, 2021).
enum {
    TALLY_UTF8_BARE = 1 << 0,  ///< A lead byte, then no continuation byte.
    TALLY_UTF8_STRAY = 1 << 1,  ///< ASCII, then a continuation byte.
    TALLY_UTF8_LOW_2 = 1 << 2,  ///< 0xc0 or 0xc1: two bytes for what takes one.
    TALLY_UTF8_LOW_3 = 1 << 3,  ///< 0xe0, then less than 0xa0: three for what takes two.
    TALLY_UTF8_LOW_4 = 1 << 4,  ///< 0xf0, then less than 0x90: four for what takes three; or from 0xf5 on the same.
    TALLY_UTF8_SURROGATE = 1 << 5,  ///< 0xed, then 0xa0 or more.
    TALLY_UTF8_HIGH = 1 << 6,  ///< From 0xf4 on, then 0x90 or more: beyond U+10FFFF.
    TALLY_UTF8_PAIR = 1 << 7,  ///< Two continuation bytes: wrong unless a long enough lead byte is before them.
    TALLY_UTF8_ANY_LOW_HALF = TALLY_UTF8_BARE | TALLY_UTF8_STRAY | TALLY_UTF8_PAIR,
    TALLY_UTF8_ANY_CONTINUATION = TALLY_UTF8_STRAY | TALLY_UTF8_PAIR | TALLY_UTF8_LOW_2,
};

static const uint8_t tally_utf8_first_upper_half[16] = {
    [0x0 ... 0x7] = TALLY_UTF8_STRAY,
    [0x8 ... 0xb] = TALLY_UTF8_PAIR,
    [0xc] = TALLY_UTF8_BARE | TALLY_UTF8_LOW_2,
    [0xd] = TALLY_UTF8_BARE,
    [0xe] = TALLY_UTF8_BARE | TALLY_UTF8_LOW_3 | TALLY_UTF8_SURROGATE,
    [0xf] = TALLY_UTF8_BARE | TALLY_UTF8_LOW_4 | TALLY_UTF8_HIGH,
};

static const uint8_t tally_utf8_first_lower_half[16] = {
    [0x0] = TALLY_UTF8_ANY_LOW_HALF | TALLY_UTF8_LOW_2 | TALLY_UTF8_LOW_3 | TALLY_UTF8_LOW_4,
    [0x1] = TALLY_UTF8_ANY_LOW_HALF | TALLY_UTF8_LOW_2,
    [0x2 ... 0x3] = TALLY_UTF8_ANY_LOW_HALF,
    [0x4] = TALLY_UTF8_ANY_LOW_HALF | TALLY_UTF8_HIGH,
    [0x5 ... 0xc] = TALLY_UTF8_ANY_LOW_HALF | TALLY_UTF8_LOW_4 | TALLY_UTF8_HIGH,
    [0xd] = TALLY_UTF8_ANY_LOW_HALF | TALLY_UTF8_LOW_4 | TALLY_UTF8_HIGH | TALLY_UTF8_SURROGATE,
    [0xe ... 0xf] = TALLY_UTF8_ANY_LOW_HALF | TALLY_UTF8_LOW_4 | TALLY_UTF8_HIGH,
};

static const uint8_t tally_utf8_second_upper_half[16] = {
    [0x0 ... 0x7] = TALLY_UTF8_BARE,
    [0x8] = TALLY_UTF8_ANY_CONTINUATION | TALLY_UTF8_LOW_3 | TALLY_UTF8_LOW_4,
    [0x9] = TALLY_UTF8_ANY_CONTINUATION | TALLY_UTF8_LOW_3 | TALLY_UTF8_HIGH,
    [0xa ... 0xb] = TALLY_UTF8_ANY_CONTINUATION | TALLY_UTF8_SURROGATE | TALLY_UTF8_HIGH,
    [0xc ... 0xf] = TALLY_UTF8_BARE,
};

#endif
