// The kernels for NEON, which every 64-bit ARM processor has.

#include "emit.h"
#include "gathering.h"
#include "kernel_classes.h"
#include "kernels.h"
#include "probe.h"
#include "utf8.h"

#if defined(__aarch64__)

#include <arm_neon.h>

/// A block takes four vectors.
static inline uint8x16x4_t load(const uint8_t *text) { return vld1q_u8_x4(text); }

static inline uint8x16_t all(uint8_t byte) { return vdupq_n_u8(byte); }

// ---------------------------------------------------------------------------------------------------------------------
// classify
//
// Every byte becomes a byte with one bit set, for one of the eight masks from `upper` to `apostrophe`, in their order.
// Turning the 64 bytes of 8 bits into 8 words of 64 bits is all eight masks at once.

enum { UPPER = 1, LOWER = 2, NUMBER = 4, BLANK = 8, SPACE = 16, NEWLINE = 32, SLASH = 64, APOSTROPHE = 128 };

// Above ASCII the masks of what is ASCII only are free to stand for what is not.
_Static_assert(UPPER == TALLY_KERNEL_CLASS_UPPER && LOWER == TALLY_KERNEL_CLASS_LOWER, "the same bits");
_Static_assert(NUMBER == TALLY_KERNEL_CLASS_NUMBER && SPACE == TALLY_KERNEL_CLASS_SPACE, "the same bits");
_Static_assert(BLANK == TALLY_KERNEL_CLASS_UNCASED && NEWLINE == TALLY_KERNEL_CLASS_MARK, "shared bits");

static const uint8_t ascii[128] = {
    ['\t'] = SPACE, ['\n'] = NEWLINE, ['\v' ... '\f'] = SPACE, ['\r'] = NEWLINE, [' '] = BLANK, ['/'] = SLASH,
    ['\''] = APOSTROPHE, ['0' ... '9'] = NUMBER, ['A' ... 'Z'] = UPPER, ['a' ... 'z'] = LOWER,
};

static const uint8_t uncased_first[16] = {TALLY_UNCASED_ROWS_FIRST(0)};
static const uint8_t uncased_span[16] = {TALLY_UNCASED_ROWS_SPAN(0)};

/// The upper bits of the 64 bytes, each of which must be 0x00 or 0xff.
static inline uint64_t mask_of(uint8x16_t first, uint8x16_t second, uint8x16_t third, uint8x16_t fourth) {
    const uint8x16_t bits = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201));
    // Three times the sum of neighbours, which have no bit in common.
    uint8x16_t one = vpaddq_u8(vandq_u8(first, bits), vandq_u8(second, bits));
    uint8x16_t two = vpaddq_u8(vandq_u8(third, bits), vandq_u8(fourth, bits));
    uint8x16_t sums = vpaddq_u8(one, two);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

/// `words` with the bits that `distance` apart are to change places, `which` being the lower ones.
#define SWAPPED(words, distance, which) \
    ({ \
        uint64x2_t differing = vandq_u64( \
            veorq_u64((words), vshrq_n_u64((words), (distance))), vdupq_n_u64(which)); \
        veorq_u64((words), veorq_u64(differing, vshlq_n_u64(differing, (distance)))); \
    })

/// Eight by eight bits of each word turned: bit k of byte i is what bit i of byte k was.
static inline uint8x16_t turned(uint8x16_t bytes) {
    uint64x2_t words = vreinterpretq_u64_u8(bytes);
    words = SWAPPED(words, 7, 0x00aa00aa00aa00aa);
    words = SWAPPED(words, 14, 0x0000cccc0000cccc);
    words = SWAPPED(words, 28, 0x00000000f0f0f0f0);
    return vreinterpretq_u8_u64(words);
}

/// Writes the eight masks of `classes` to `masks`.
static inline void store_masks(uint8x16x4_t classes, uint64_t *masks) {
    uint8x16x4_t columns;
    for (size_t i = 0; i < 4; i++) {
        columns.val[i] = turned(classes.val[i]);
    }
    // Then eight by eight bytes: the i-th of every word makes word i.
    uint8x16_t order = vcombine_u8(vcreate_u8(0x3830282018100800), vcreate_u8(0x3931292119110901));
    for (size_t i = 0; i < 4; i++) {
        vst1q_u64(masks + 2 * i, vreinterpretq_u64_u8(vqtbl4q_u8(columns, order)));
        order = vaddq_u8(order, all(2));
    }
}

/// The 16 indices looked up in 128 bytes, after `bytes` where they are beyond.
static inline uint8x16_t looked_up(uint8x16x4_t lower, uint8x16x4_t upper, uint8x16_t indices) {
    return vqtbx4q_u8(vqtbl4q_u8(lower, indices), upper, veorq_u8(indices, all(0x40)));
}

/// What a round over characters of one length needs, for a quarter of a block.
typedef struct {
    uint8x16_t lead, pair, index;
} quarter;

/// `next_to_last` and `last` are the last two bytes of the character that starts at each lead byte.
static inline quarter quarter_of(uint8x16_t lead, uint8x16_t next_to_last, uint8x16_t last) {
    uint8x16_t upper = vandq_u8(vshlq_n_u8(next_to_last, 6), all(0x40));
    return (quarter){lead, vandq_u8(next_to_last, all(0xfe)), vorrq_u8(upper, vandq_u8(last, all(0x3f)))};
}

/// Fills in the classes of the characters in block `number`, whose lead byte is `lead` and whose last byte but one is
/// `next_to_last`, and returns where they are.
static inline uint64_t look_up(
    uint32_t number, uint8_t lead, uint8_t next_to_last, const quarter quarters[4], uint8x16x4_t *classes
) {
    const uint8_t *table = tally_kernel_class_block(number);
    uint8x16x4_t lower = vld1q_u8_x4(table), upper = vld1q_u8_x4(table + 64);
    uint8x16_t hits[4];
    for (size_t i = 0; i < 4; i++) {
        hits[i] = vandq_u8(
            vceqq_u8(quarters[i].lead, all(lead)), vceqq_u8(quarters[i].pair, all(next_to_last & 0xfe)));
        classes->val[i] = vbslq_u8(hits[i], looked_up(lower, upper, quarters[i].index), classes->val[i]);
    }
    return mask_of(hits[0], hits[1], hits[2], hits[3]);
}

static inline uint64_t at_least(uint8x16x4_t bytes, uint8_t byte) {
    return mask_of(
        vcgeq_u8(bytes.val[0], all(byte)), vcgeq_u8(bytes.val[1], all(byte)), vcgeq_u8(bytes.val[2], all(byte)),
        vcgeq_u8(bytes.val[3], all(byte)));
}

/// Fills in the classes at lead bytes, one round for each 128 scalars that there are characters of.
///
/// Reads three bytes more.
static inline uint8x16x4_t classified(const uint8_t *text, uint8x16x4_t bytes, uint64_t leads, uint8x16x4_t classes) {
    uint64_t three_or_four = at_least(bytes, 0xe0), four = at_least(bytes, 0xf0);
    uint8x16x4_t second = load(text + 1);
    quarter quarters[4];

    uint64_t rest = leads & ~three_or_four;
    if (rest != 0) {
        for (size_t i = 0; i < 4; i++) {
            quarters[i] = quarter_of(vandq_u8(bytes.val[i], all(0xfe)), bytes.val[i], second.val[i]);
        }
        while (rest != 0) {
            const uint8_t *character = text + __builtin_ctzll(rest);
            rest &= ~look_up(
                tally_block_number_2(character), character[0] & 0xfe, character[0], quarters, &classes);
        }
    }
    if (three_or_four == 0) {
        return classes;
    }

    uint8x16x4_t third = load(text + 2);
    uint8x16_t row_letters[4];
    const uint8x16_t first = vld1q_u8(uncased_first), span = vld1q_u8(uncased_span);
    for (size_t i = 0; i < 4; i++) {
        // From 0xf0 on it is no row, and neither are continuation bytes below 0xe0.
        uint8x16_t row = vsubq_u8(bytes.val[i], all(0xe0));
        uint8x16_t above = vsubq_u8(second.val[i], vqtbl1q_u8(first, row));
        row_letters[i] = vandq_u8(vcleq_u8(above, vqtbl1q_u8(span, row)), vcltq_u8(row, all(0x10)));
        classes.val[i] = vbslq_u8(row_letters[i], all(TALLY_KERNEL_CLASS_UNCASED), classes.val[i]);
        quarters[i] = quarter_of(bytes.val[i], second.val[i], third.val[i]);
    }
    rest = three_or_four & ~(four | mask_of(row_letters[0], row_letters[1], row_letters[2], row_letters[3]));
    while (rest != 0) {
        const uint8_t *character = text + __builtin_ctzll(rest);
        rest &= ~look_up(tally_block_number_3(character), character[0], character[1], quarters, &classes);
    }

    // One at a time: there are few of them.
    if (four != 0) {
        uint8_t stored[TALLY_BLOCK_SIZE];
        vst1q_u8_x4(stored, classes);
        for (rest = four; rest != 0; rest &= rest - 1) {
            size_t i = (size_t)__builtin_ctzll(rest);
            stored[i] = tally_kernel_class_at(text + i);
        }
        classes = load(stored);
    }
    return classes;
}

/// Classifies a block that is not all ASCII. Reads three bytes more.
static void classify_mixed(const uint8_t *text, uint8x16x4_t bytes, uint8x16x4_t classes, tally_block *block) {
    uint64_t wide = at_least(bytes, 0x80), leads = at_least(bytes, 0xc0);
    tally_block masks;
    store_masks(classified(text, bytes, leads, classes), &masks.upper);
    masks.uncased = masks.blank & wide;
    masks.mark = masks.newline & wide;
    masks.blank &= ~wide;
    masks.newline &= ~wide;
    masks.starts = ~wide | leads;
    tally_gather_block(&masks, block);
}

_Static_assert(offsetof(tally_block, apostrophe) == 7 * sizeof(uint64_t), "eight masks in the order of the bits");

static void classify(const uint8_t *text, size_t count, tally_block *blocks) {
    const uint8x16x4_t lower = load(ascii), upper = load(ascii + 64);
    for (size_t i = 0; i < count; i++, text += TALLY_BLOCK_SIZE, blocks++) {
        uint8x16x4_t bytes = load(text), classes;
        for (size_t k = 0; k < 4; k++) {
            // Zero for what is not ASCII.
            classes.val[k] = looked_up(lower, upper, bytes.val[k]);
        }
        uint8x16_t together = vorrq_u8(
            vorrq_u8(bytes.val[0], bytes.val[1]), vorrq_u8(bytes.val[2], bytes.val[3]));
        if (vmaxvq_u8(together) < 0x80) {
            store_masks(classes, &blocks->upper);
            blocks->uncased = 0;
            blocks->mark = 0;
            blocks->starts = ~0ull;
        } else if (i + 1 < count) {
            classify_mixed(text, bytes, classes, blocks);
        } else {
            uint8_t last[TALLY_BLOCK_SIZE + 16];
            tally_copy_block(last, text);
            classify_mixed(last, bytes, classes, blocks);
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

/// Anything but zero where a byte can not follow the ones before it.
static inline uint8x16_t errors(uint8x16_t bytes, uint8x16_t before) {
    uint8x16_t previous = vextq_u8(before, bytes, 15);
    uint8x16_t first = vandq_u8(
        vqtbl1q_u8(vld1q_u8(tally_utf8_first_upper_half), vshrq_n_u8(previous, 4)),
        vqtbl1q_u8(vld1q_u8(tally_utf8_first_lower_half), vandq_u8(previous, all(0x0f))));
    uint8x16_t by_two = vandq_u8(first, vqtbl1q_u8(vld1q_u8(tally_utf8_second_upper_half), vshrq_n_u8(bytes, 4)));
    // The upper bit is left of a lead byte of three or four, two before, and of one of four, three before.
    uint8x16_t continues = vorrq_u8(
        vqsubq_u8(vextq_u8(before, bytes, 14), all(0xe0 - 0x80)),
        vqsubq_u8(vextq_u8(before, bytes, 13), all(0xf0 - 0x80)));
    return veorq_u8(by_two, vandq_u8(continues, all(TALLY_UTF8_PAIR)));
}

static size_t valid_utf8(const uint8_t *text, size_t count) {
    size_t position = 0;
    uint8x16_t before = all(0);
    int was_wide = 0;
    for (; count - position >= TALLY_BLOCK_SIZE; position += TALLY_BLOCK_SIZE) {
        uint8x16x4_t bytes = load(text + position);
        uint8x16_t together = vorrq_u8(
            vorrq_u8(bytes.val[0], bytes.val[1]), vorrq_u8(bytes.val[2], bytes.val[3]));
        int is_wide = vmaxvq_u8(together) >= 0x80;
        // A block of ASCII is not to be skipped if the one before may end within a character.
        if (is_wide | was_wide) {
            uint8x16_t wrong = vorrq_u8(
                vorrq_u8(errors(bytes.val[0], before), errors(bytes.val[1], bytes.val[0])),
                vorrq_u8(errors(bytes.val[2], bytes.val[1]), errors(bytes.val[3], bytes.val[2])));
            if (vmaxvq_u8(wrong) != 0) {
                break;
            }
        }
        before = bytes.val[3];
        was_wide = is_wide;
    }
    return tally_valid_utf8_from(text, position, count);
}

const tally_kernels tally_kernels_neon = {"neon", classify, emit, probe, valid_utf8, NULL};

#endif
