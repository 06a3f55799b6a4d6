// The kernels in plain C: what the others are compared with, and what runs where there is nothing better.

#include <string.h>

#include "kernels.h"
#include "probe.h"
#include "utf8.h"

/// The scalar that starts at `text`.
static uint32_t scalar_at(const uint8_t *text) {
    uint32_t lead = text[0];
    switch (tally_length_of_character(text[0])) {
    case 1: return lead;
    case 2: return (lead & 0x1f) << 6 | (text[1] & 0x3f);
    case 3: return (lead & 0x0f) << 12 | (text[1] & 0x3f) << 6 | (text[2] & 0x3f);
    default: return (lead & 0x07) << 18 | (text[1] & 0x3f) << 12 | (text[2] & 0x3f) << 6 | (text[3] & 0x3f);
    }
}

static void classify_block(const uint8_t *text, tally_block *block) {
    tally_block masks = {0};
    uint64_t bit = 1;
    for (size_t i = 0; i < TALLY_BLOCK_SIZE; i++) {
        uint8_t byte = text[i];
        if ((byte & 0xc0) == 0x80) {
            continue;
        }
        uint8_t class = byte < 0x80 ? tally_ascii_character_class(byte) : tally_character_class(scalar_at(text + i));
        masks.upper |= class & TALLY_CHARACTER_UPPER ? bit : 0;
        masks.lower |= class & TALLY_CHARACTER_LOWER ? bit : 0;
        masks.number |= class & TALLY_CHARACTER_NUMBER ? bit : 0;
        masks.blank |= byte == ' ' ? bit : 0;
        masks.space |= class & TALLY_CHARACTER_SPACE && byte != ' ' ? bit : 0;
        masks.newline |= class & TALLY_CHARACTER_NEWLINE ? bit : 0;
        masks.slash |= byte == '/' ? bit : 0;
        masks.apostrophe |= byte == '\'' ? bit : 0;
        masks.uncased |= class & TALLY_CHARACTER_UNCASED ? bit : 0;
        masks.mark |= class & TALLY_CHARACTER_MARK ? bit : 0;
        masks.starts |= 1ull << i;
        bit <<= 1;
    }
    memcpy(block, &masks, offsetof(tally_block, reserved));
}

static void classify(const uint8_t *text, size_t count, tally_block *blocks) {
    for (size_t i = 0; i < count; i++) {
        classify_block(text + i * TALLY_BLOCK_SIZE, blocks + i);
    }
}

static size_t emit(
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
        uint64_t piece = pieces[b];
        for (uint64_t starts = blocks[b].starts; starts != 0 && piece != 0; starts &= starts - 1, piece >>= 1) {
            if (piece & 1) {
                positions[written++] = (uint32_t)(b * TALLY_BLOCK_SIZE) + (uint32_t)__builtin_ctzll(starts);
            }
        }
    }
    for (size_t i = 0; i + 1 < written; i++) {
        uint32_t length = positions[i + 1] - positions[i];
        uint64_t word;
        memcpy(&word, text + positions[i], sizeof word);
        keys[i] = length < 8 ? tally_short_key(word, length) : TALLY_NO_SHORT_KEY;
    }
    for (size_t i = 0; i < written; i++) {
        positions[i] += base;
    }
    return written;
}

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

static size_t valid_utf8(const uint8_t *text, size_t count) {
    size_t position = 0;
    while (position < count) {
        size_t length = tally_well_formed_length(text + position, count - position);
        if (length == 0) {
            return position;
        }
        position += length;
    }
    return count;
}

const tally_kernels tally_kernels_scalar = {"scalar", classify, emit, probe, valid_utf8, NULL};
