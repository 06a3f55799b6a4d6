// Compares the kernels of every instruction set that this processor has with the scalar ones, without Swift: for where
// there is a C compiler and an emulator at most. Prints what it compared; exits with 1 if anything differs.
//
//     comparison [SEED]

#define _DEFAULT_SOURCE  // MAP_ANONYMOUS

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "CTallyKernels.h"

enum {
    BLOCKS = 8,
    TEXT = BLOCKS * TALLY_BLOCK_SIZE,
    ELEMENTS = TEXT + TALLY_EMIT_SLACK,
    ROUNDS = 12000,
};

static uint64_t state;

/// SplitMix64 (Steele, Lea and Flood, 2014).
static uint64_t next_random(void) {
    uint64_t mixed = state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

static size_t below(size_t limit) { return (size_t)(next_random() % limit); }

/// Writes the UTF-8 of `scalar` and returns its length.
static size_t append(uint8_t *text, uint32_t scalar) {
    if (scalar < 0x80) {
        text[0] = (uint8_t)scalar;
        return 1;
    }
    size_t length = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, scalar >>= 6) {
        text[i] = (uint8_t)(0x80 | (scalar & 0x3f));
    }
    text[0] = (uint8_t)((0xf00 >> length) | scalar);
    return length;
}

/// A scalar from one of the scripts that texts are made of, or from anywhere.
static uint32_t random_scalar(size_t kind) {
    static const uint32_t ranges[][2] = {
        {0x00, 0x80}, {0x20, 0x7f}, {0x80, 0x250}, {0x370, 0x530}, {0x590, 0x700}, {0x900, 0xe80}, {0x1e00, 0x2070},
        {0x3000, 0x3100}, {0x4d00, 0xa000}, {0xa900, 0xd7b0}, {0xfe00, 0x10000}, {0x10000, 0x10800}, {0x1d400, 0x1d800},
        {0x1f300, 0x1fa00}, {0x20000, 0x20100}, {0xe0000, 0x110000}, {0x80, 0x110000},
    };
    const uint32_t *range = ranges[kind % (sizeof ranges / sizeof *ranges)];
    for (;;) {
        uint32_t scalar = range[0] + (uint32_t)below(range[1] - range[0]);
        if (scalar < 0xd800 || scalar > 0xdfff) {
            return scalar;
        }
    }
}

/// Fills `text` with well-formed characters, of which the last may be cut; returns how many bytes the whole ones take.
static size_t fill(uint8_t *text, size_t count) {
    size_t first = below(17), second = below(17), share = below(17), written = 0;
    while (written < count) {
        uint8_t character[4];
        size_t length = append(character, random_scalar(below(16) < share ? first : second));
        memcpy(text + written, character, length < count - written ? length : count - written);
        if (length > count - written) {
            break;
        }
        written += length;
    }
    return written;
}

/// Memory whose `count` bytes end where no more may be read.
static uint8_t *guarded(size_t count) {
    size_t page = 1 << 16, pages = (count + page - 1) / page + 1;
    uint8_t *memory = mmap(NULL, pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + (pages - 1) * page, page, PROT_NONE) != 0) {
        perror("comparison: no guarded memory");
        exit(1);
    }
    return memory + (pages - 1) * page - count;
}

typedef struct results {
    tally_block blocks[BLOCKS];
    uint64_t pieces[BLOCKS];
    uint32_t positions[ELEMENTS];
    uint64_t keys[ELEMENTS];
} results;

static int same_blocks(const tally_block *one, const tally_block *other, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (memcmp(one + i, other + i, offsetof(tally_block, reserved)) != 0) {
            return 0;
        }
    }
    return 1;
}

static int same_classes(const tally_kernels *kernels, const tally_kernels *scalar, const uint8_t *text, size_t count) {
    static results one, other;
    kernels->classify(text, count, one.blocks);
    scalar->classify(text, count, other.blocks);
    return same_blocks(one.blocks, other.blocks, count);
}

/// The blocks must be of `text`; the pieces are random.
static int same_pieces(const tally_kernels *kernels, const tally_kernels *scalar, const uint8_t *text, size_t count) {
    static results one, other;
    scalar->classify(text, count, one.blocks);
    size_t density = below(6);
    for (size_t i = 0; i < count; i++) {
        int characters = __builtin_popcountll(one.blocks[i].starts);
        uint64_t mask = density == 5 ? ~0ull : next_random();
        for (size_t k = density == 5 ? 3 : density; k < 3; k++) {
            mask &= next_random();
        }
        one.pieces[i] = below(8) == 0 || characters == 0 ? 0 : mask & ~0ull >> (64 - characters);
    }
    uint32_t base = (uint32_t)below(1u << 31);
    size_t found = kernels->emit(text, one.pieces, one.blocks, count, base, one.positions, one.keys);
    size_t expected = scalar->emit(text, one.pieces, one.blocks, count, base, other.positions, other.keys);
    if (found != expected) {
        return 0;
    }
    size_t keyed = found == 0 ? 0 : found - 1;
    return memcmp(one.positions, other.positions, found * sizeof *one.positions) == 0
        && memcmp(one.keys, other.keys, keyed * sizeof *one.keys) == 0;
}

enum {
    SLOTS = 1 << TALLY_FREQUENT_BITS,
    PROBES = 200,  ///< The most keys a call.
    PROBE_SLACK = 8,  ///< How many elements `probe` may write behind.
    PROBE_CANARY = 0x0dd0ba11,
};

typedef struct probed {
    uint32_t tokens[PROBES + 2 * PROBE_SLACK], short_misses[PROBES + 2 * PROBE_SLACK];
    uint32_t long_misses[PROBES + 2 * PROBE_SLACK];
    size_t short_count, long_count;
} probed;

static uint64_t random_short_key(void) {
    uint64_t length = 1 + below(7);
    // Few bytes, so that keys differ in one place, and in their lengths alone.
    uint64_t word = 0;
    for (size_t i = 0; i < 7; i++) {
        static const uint8_t bytes[] = {0, 1, 'U', 0x7f, 0x80, 0xff};
        word = word << 8 | bytes[below(sizeof bytes)];
    }
    return tally_short_key(below(2) == 0 ? word : next_random(), length);
}

/// Calls `probe` and returns whether it left alone what is more than eight elements behind.
static int probe_once(
    const tally_kernels *kernels,
    const uint64_t *keys,
    size_t count,
    const uint64_t *table,
    const uint32_t *ids,
    int with_tokens,
    probed *result
) {
    for (size_t i = 0; i < PROBES + 2 * PROBE_SLACK; i++) {
        result->tokens[i] = result->short_misses[i] = result->long_misses[i] = PROBE_CANARY;
    }
    result->short_count = kernels->probe(
        keys, count, table, ids, with_tokens ? result->tokens : NULL, result->short_misses, result->long_misses,
        &result->long_count);
    for (size_t i = with_tokens ? count + PROBE_SLACK : 0; i < PROBES + 2 * PROBE_SLACK; i++) {
        if (result->tokens[i] != PROBE_CANARY) {
            return 0;
        }
    }
    for (size_t i = count + PROBE_SLACK; i < PROBES + 2 * PROBE_SLACK; i++) {
        if (result->short_misses[i] != PROBE_CANARY || result->long_misses[i] != PROBE_CANARY) {
            return 0;
        }
    }
    return 1;
}

/// Random keys, which end where memory does, in a random table.
static int same_probes(const tally_kernels *kernels, uint64_t *end) {
    static uint64_t table[SLOTS];
    static uint32_t ids[SLOTS];
    static probed found;
    static size_t round;
    // Now and then another table; every eighth of them has nothing but empty slots, the others some.
    if (round % 500 == 0) {
        memset(table, 0, sizeof table);
        for (size_t i = 0; i < SLOTS; i++) {
            ids[i] = (uint32_t)next_random();
            uint64_t key = random_short_key();
            if (round % 4000 != 0) {
                table[tally_frequent_slot(key)] = below(8) == 0 ? 0 : key | 1;
            }
        }
    }
    round++;
    size_t count = below(PROBES + 1), short_count = 0, long_count = 0;
    uint64_t *keys = end - count;
    for (size_t i = 0; i < count; i++) {
        uint64_t entry = table[below(SLOTS)];
        size_t kind = below(4);
        keys[i] = kind == 0 ? TALLY_NO_SHORT_KEY : kind == 1 || entry == 0 ? random_short_key() : entry & ~15ull;
    }
    int with_tokens = below(2) == 0;
    if (!probe_once(kernels, keys, count, table, ids, with_tokens, &found)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        size_t slot = (size_t)((keys[i] ^ keys[i] >> 32) * 0x9e3779b97f4a7c15u >> (64 - TALLY_FREQUENT_BITS));
        if (keys[i] == TALLY_NO_SHORT_KEY) {
            if (found.long_misses[long_count++] != i) {
                return 0;
            }
        } else if (table[slot] != keys[i] + 1 && found.short_misses[short_count++] != i) {
            return 0;
        }
        if (with_tokens && found.tokens[i] != ids[slot]) {
            return 0;
        }
    }
    return found.short_count == short_count && found.long_count == long_count;
}

/// Puts `text`, well-formed but for some bytes or its end, at the end of memory.
static int same_validity(const tally_kernels *kernels, const tally_kernels *scalar, uint8_t *end) {
    size_t count = below(3 * TALLY_BLOCK_SIZE + 4);
    uint8_t *text = end - count;
    fill(text, count);
    for (size_t i = below(3); i > 0 && count > 0; i--) {
        static const uint8_t bad[] = {
            0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xe0, 0xe1, 0xed, 0xf0, 0xf1, 0xf4, 0xf5, 0xff,
        };
        text[below(count)] = bad[below(sizeof bad)];
    }
    return kernels->valid_utf8(text, count) == scalar->valid_utf8(text, count);
}

/// Every scalar once, in texts that shift against the blocks.
static int same_for_all_scalars(const tally_kernels *kernels, const tally_kernels *scalar) {
    static uint8_t text[TEXT + 8];
    size_t written = 0;
    for (uint32_t value = 0; value < 0x110000; value++) {
        written += value >= 0xd800 && value <= 0xdfff ? 0 : append(text + written, value);
        if (written >= TEXT || value == 0x10ffff) {
            memset(text + written, ' ', written < TEXT ? TEXT - written : 0);
            if (!same_classes(kernels, scalar, text, BLOCKS)) {
                printf("%s: classify differs at or before U+%04X\n", kernels->name, value);
                return 0;
            }
            written = written > TEXT ? written - TEXT : 0;
            // What the last block cut starts the next text as a letter instead.
            memset(text, 'a', written);
        }
    }
    return 1;
}

static int compare(const tally_kernels *kernels, const tally_kernels *scalar) {
    static const char *const names[] = {"classify", "emit", "valid_utf8", "probe"};
    size_t counts[4] = {0};
    uint8_t *end = guarded(TEXT) + TEXT;
    uint64_t *keys_end = (uint64_t *)guarded(PROBES * sizeof(uint64_t)) + PROBES;
    if (!same_for_all_scalars(kernels, scalar)) {
        return 0;
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t count = below(BLOCKS) + 1, bytes = count * TALLY_BLOCK_SIZE;
        // The last character may be cut by the last block, and ends where memory does.
        size_t over = below(4);
        uint8_t *text = end - bytes - over;
        size_t whole = fill(text, bytes + over);
        memset(text + whole, 'a', bytes + over - whole);
        int same[4] = {
            same_classes(kernels, scalar, text, count),
            count < 2 || same_pieces(kernels, scalar, text, count - 1),
            same_validity(kernels, scalar, end),
            same_probes(kernels, keys_end),
        };
        for (size_t i = 0; i < 4; i++) {
            if (!same[i]) {
                printf("%s: %s differs in round %zu\n", kernels->name, names[i], round);
                return 0;
            }
            counts[i] += i != 1 || count >= 2;
        }
    }
    printf(
        "%s: 1,112,064 scalars and %zu texts classify, %zu emit, %zu validate as scalar does; %zu probes\n",
        kernels->name, counts[0], counts[1], counts[2], counts[3]);
    return 1;
}

int main(int argc, char **argv) {
    state = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    printf("seed %llu\n", (unsigned long long)state);
    size_t count;
    const tally_kernels *const *all = tally_kernels_supported(&count);
    if (count < 2) {
        printf("nothing to compare: this processor has only %s\n", all[0]->name);
        return 1;
    }
    int same = 1;
    // The scalar ones, too, since there is more to compare them with than themselves.
    for (size_t i = 0; i < count; i++) {
        same &= compare(all[i], all[count - 1]);
    }
    return same ? 0 : 1;
}
