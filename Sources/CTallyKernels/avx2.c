// The kernels for AVX2 with BMI: Haswell, Zen and later.

#include "emit.h"
#include "kernel_classes.h"
#include "kernels.h"
#include "probe.h"
#include "utf8.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)

/// Half a block.
enum { HALF = 32 };

static inline __m256i all(int byte) { return _mm256_set1_epi8((char)byte); }

static inline __m256i load(const uint8_t *text) { return _mm256_loadu_si256((const __m256i *)text); }

/// Sixteen bytes, once for each lane that shuffles know.
static inline __m256i load_twice(const uint8_t *table) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

/// The upper bits of the bytes of both halves of a block.
static inline uint64_t mask_of(__m256i first, __m256i second) {
    return (uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << HALF;
}

// ---------------------------------------------------------------------------------------------------------------------
// classify

/// Where `bytes` are one of the `count` from `first` on.
static inline __m256i in_range(__m256i bytes, int first, int count) {
    // Both sides are moved to where a signed comparison orders bytes.
    return _mm256_cmpgt_epi8(all(count - 128), _mm256_add_epi8(bytes, all(128 - first)));
}

static inline __m256i equal(__m256i bytes, int byte) { return _mm256_cmpeq_epi8(bytes, all(byte)); }

/// Fills in the masks of ASCII by byte, with tabs and the like for `space`; zero for all else.
static inline void classify_ascii(__m256i one, __m256i two, tally_block *masks) {
    masks->upper = mask_of(in_range(one, 'A', 26), in_range(two, 'A', 26));
    masks->lower = mask_of(in_range(one, 'a', 26), in_range(two, 'a', 26));
    masks->number = mask_of(in_range(one, '0', 10), in_range(two, '0', 10));
    masks->blank = mask_of(equal(one, ' '), equal(two, ' '));
    masks->newline = mask_of(
        _mm256_or_si256(equal(one, '\n'), equal(one, '\r')), _mm256_or_si256(equal(two, '\n'), equal(two, '\r')));
    masks->space = mask_of(in_range(one, '\t', 5), in_range(two, '\t', 5)) & ~masks->newline;
    masks->slash = mask_of(equal(one, '/'), equal(two, '/'));
    masks->apostrophe = mask_of(equal(one, '\''), equal(two, '\''));
}

/// The planes of tally_kernel_class_planes for the lead bytes of a block.
typedef struct {
    uint64_t planes[3];
} codes;

/// Where each character is within its 128 scalars: the byte of a plane and in that the bit.
typedef struct {
    __m256i byte, bit;
} place;

/// `next_to_last` and `last` are the last two bytes of the character that starts at each lead byte.
static inline place place_of(__m256i next_to_last, __m256i last) {
    const __m256i bits = _mm256_set1_epi64x((long long)0x8040201008040201);
    __m256i upper = _mm256_and_si256(_mm256_slli_epi16(next_to_last, 3), all(8));
    __m256i lower = _mm256_and_si256(_mm256_srli_epi16(last, 3), all(7));
    return (place){
        .byte = _mm256_or_si256(upper, lower),
        .bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(last, all(7))),
    };
}

/// Enters the codes of the characters at `hits`, which are all in block `number`.
static inline void look_up(uint32_t number, uint64_t hits, place one, place two, codes *codes) {
    const uint8_t(*planes)[16] = tally_kernel_class_planes[tally_kernel_class_block_index[number]];
    for (size_t k = 0; k < 3; k++) {
        __m256i plane = load_twice(planes[k]);
        __m256i first = _mm256_and_si256(_mm256_shuffle_epi8(plane, one.byte), one.bit);
        __m256i second = _mm256_and_si256(_mm256_shuffle_epi8(plane, two.byte), two.bit);
        codes->planes[k] |= hits & mask_of(_mm256_cmpeq_epi8(first, one.bit), _mm256_cmpeq_epi8(second, two.bit));
    }
}

/// Whether it is a letter of the rows that are all without case, at lead bytes from 0xe0 to 0xef.
static inline __m256i uncased(__m256i lead, __m256i second) {
    static const uint8_t first[16] = {TALLY_UNCASED_ROWS_FIRST(0)}, span[16] = {TALLY_UNCASED_ROWS_SPAN(0)};
    __m256i row = _mm256_and_si256(lead, all(0x0f));
    __m256i above = _mm256_sub_epi8(second, _mm256_shuffle_epi8(load_twice(first), row));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(above, _mm256_shuffle_epi8(load_twice(span), row)), above);
}

/// Classifies what is not ASCII, one round for each 128 scalars that there are characters of. Reads three bytes more.
static inline codes classify_wide(const uint8_t *text, uint64_t leads) {
    codes found = {0};
    __m256i one = load(text), two = load(text + HALF);
    __m256i second_of_one = load(text + 1), second_of_two = load(text + HALF + 1);
    // Signed comparisons order the bytes from 0x80 on, and put them before ASCII.
    const __m256i last_of_two = all(0xdf), last_of_three = all(0xef);
    uint64_t three_or_four = leads & mask_of(_mm256_cmpgt_epi8(one, last_of_two), _mm256_cmpgt_epi8(two, last_of_two));

    uint64_t rest = leads & ~three_or_four;
    if (rest != 0) {
        place first = place_of(one, second_of_one), second = place_of(two, second_of_two);
        __m256i pairs_of_one = _mm256_and_si256(one, all(0xfe)), pairs_of_two = _mm256_and_si256(two, all(0xfe));
        do {
            const uint8_t *character = text + _tzcnt_u64(rest);
            __m256i pair = all(character[0] & 0xfe);
            uint64_t hits = mask_of(_mm256_cmpeq_epi8(pairs_of_one, pair), _mm256_cmpeq_epi8(pairs_of_two, pair));
            look_up(tally_block_number_2(character), hits, first, second, &found);
            rest &= ~hits;
        } while (rest != 0);
    }
    if (three_or_four == 0) {
        return found;
    }

    __m256i third_of_one = load(text + 2), third_of_two = load(text + HALF + 2);
    uint64_t four = leads & mask_of(_mm256_cmpgt_epi8(one, last_of_three), _mm256_cmpgt_epi8(two, last_of_three));
    uint64_t row_letters = three_or_four & ~four & mask_of(uncased(one, second_of_one), uncased(two, second_of_two));
    found.planes[0] |= row_letters;
    found.planes[1] |= row_letters;

    rest = three_or_four & ~(four | row_letters);
    if (rest != 0) {
        place first = place_of(second_of_one, third_of_one), second = place_of(second_of_two, third_of_two);
        __m256i pairs_of_one = _mm256_and_si256(second_of_one, all(0xfe));
        __m256i pairs_of_two = _mm256_and_si256(second_of_two, all(0xfe));
        do {
            const uint8_t *character = text + _tzcnt_u64(rest);
            __m256i lead = all(character[0]), pair = all(character[1] & 0xfe);
            uint64_t hits = mask_of(
                _mm256_and_si256(_mm256_cmpeq_epi8(one, lead), _mm256_cmpeq_epi8(pairs_of_one, pair)),
                _mm256_and_si256(_mm256_cmpeq_epi8(two, lead), _mm256_cmpeq_epi8(pairs_of_two, pair)));
            look_up(tally_block_number_3(character), hits & ~row_letters, first, second, &found);
            rest &= ~hits;
        } while (rest != 0);
    }

    // One at a time: there are few of them.
    for (rest = four; rest != 0; rest &= rest - 1) {
        size_t i = _tzcnt_u64(rest);
        const uint8_t(*planes)[16] =
            tally_kernel_class_planes[tally_kernel_class_block_index[tally_block_number_4(text + i)]];
        size_t byte = (text[i + 2] & 1) << 3 | (text[i + 3] & 0x3f) >> 3, bit = text[i + 3] & 7;
        for (size_t k = 0; k < 3; k++) {
            found.planes[k] |= (uint64_t)(planes[k][byte] >> bit & 1) << i;
        }
    }
    return found;
}

/// Classifies a block that is not all ASCII. Reads three bytes more.
static inline void classify_mixed(const uint8_t *text, uint64_t wide, tally_block *block) {
    __m256i one = load(text), two = load(text + HALF);
    const __m256i last_continuation = all(0xbf);
    uint64_t leads = wide
        & mask_of(_mm256_cmpgt_epi8(one, last_continuation), _mm256_cmpgt_epi8(two, last_continuation));
    uint64_t starts = ~wide | leads;
    codes found = classify_wide(text, leads);
    // From bits by byte to bits by character.
    uint64_t low = _pext_u64(found.planes[0], starts);
    uint64_t middle = _pext_u64(found.planes[1], starts);
    uint64_t high = _pext_u64(found.planes[2], starts);
    tally_block masks;
    classify_ascii(one, two, &masks);
    block->upper = _pext_u64(masks.upper, starts) | (low & ~middle & ~high);
    block->lower = _pext_u64(masks.lower, starts) | (middle & ~low & ~high);
    block->number = _pext_u64(masks.number, starts) | (high & ~low & ~middle);
    block->blank = _pext_u64(masks.blank, starts);
    block->space = _pext_u64(masks.space, starts) | (high & low);
    block->newline = _pext_u64(masks.newline, starts);
    block->slash = _pext_u64(masks.slash, starts);
    block->apostrophe = _pext_u64(masks.apostrophe, starts);
    block->uncased = low & middle;
    block->mark = high & middle;
    block->starts = starts;
}

static void classify(const uint8_t *text, size_t count, tally_block *blocks) {
    for (size_t i = 0; i < count; i++, text += TALLY_BLOCK_SIZE, blocks++) {
        __m256i one = load(text), two = load(text + HALF);
        uint64_t wide = mask_of(one, two);
        if (wide == 0) {
            classify_ascii(one, two, blocks);
            blocks->uncased = 0;
            blocks->mark = 0;
            blocks->starts = ~0ull;
        } else if (i + 1 < count) {
            classify_mixed(text, wide, blocks);
        } else {
            uint8_t last[TALLY_BLOCK_SIZE + 16];
            tally_copy_block(last, text);
            classify_mixed(last, wide, blocks);
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// emit

/// Eight bytes of `text` from each of four positions on.
static inline __m256i words_at(const uint8_t *text, const uint32_t *positions) {
    __m128i first = _mm_loadl_epi64((const __m128i *)(text + positions[0]));
    __m128i second = _mm_loadl_epi64((const __m128i *)(text + positions[1]));
    __m128i third = _mm_loadl_epi64((const __m128i *)(text + positions[2]));
    __m128i fourth = _mm_loadl_epi64((const __m128i *)(text + positions[3]));
    return _mm256_set_m128i(_mm_unpacklo_epi64(third, fourth), _mm_unpacklo_epi64(first, second));
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
        uint64_t starts = _pdep_u64(pieces[b], blocks[b].starts);
        tally_bit_positions(starts, (uint32_t)(b * TALLY_BLOCK_SIZE), positions + written);
        written += (size_t)__builtin_popcountll(starts);
    }
    size_t keyed = 0;
    for (; keyed + 4 < written; keyed += 4) {
        __m128i begins = _mm_loadu_si128((const __m128i *)(positions + keyed));
        __m128i ends = _mm_loadu_si128((const __m128i *)(positions + keyed + 1));
        __m256i lengths = _mm256_cvtepu32_epi64(_mm_sub_epi32(ends, begins));
        __m256i words = words_at(text, positions + keyed);
        __m256i shifts = _mm256_sub_epi64(_mm256_set1_epi64x(64), _mm256_slli_epi64(lengths, 3));
        __m256i short_keys = _mm256_or_si256(_mm256_sllv_epi64(words, shifts), _mm256_slli_epi64(lengths, 5));
        __m256i results = _mm256_blendv_epi8(
            short_keys, _mm256_set1_epi64x((long long)TALLY_NO_SHORT_KEY),
            _mm256_cmpgt_epi64(lengths, _mm256_set1_epi64x(7)));
        _mm256_storeu_si256((__m256i *)(keys + keyed), results);
        _mm_storeu_si128(
            (__m128i *)(positions + keyed), _mm_add_epi32(begins, _mm_set1_epi32((int)base)));
    }
    tally_emit_keys(text, keyed, written, base, positions, keys);
    return written;
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

/// `bytes` moved up by `distance`, a constant, with the last bytes of `before` in front.
#define BEFORE(bytes, before, distance) \
    _mm256_alignr_epi8((bytes), _mm256_permute2x128_si256((before), (bytes), 0x21), 16 - (distance))

/// Anything but zero where a byte can not follow the ones before it.
static inline __m256i errors(__m256i bytes, __m256i before) {
    __m256i previous = BEFORE(bytes, before, 1);
    __m256i half = all(0x0f);
    __m256i by_two = _mm256_and_si256(
        _mm256_and_si256(
            _mm256_shuffle_epi8(
                load_twice(tally_utf8_first_upper_half), _mm256_and_si256(_mm256_srli_epi16(previous, 4), half)),
            _mm256_shuffle_epi8(load_twice(tally_utf8_first_lower_half), _mm256_and_si256(previous, half))),
        _mm256_shuffle_epi8(
            load_twice(tally_utf8_second_upper_half), _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
    // The upper bit is left of a lead byte of three or four, two before, and of one of four, three before.
    __m256i continues = _mm256_or_si256(
        _mm256_subs_epu8(BEFORE(bytes, before, 2), all(0xe0 - 0x80)),
        _mm256_subs_epu8(BEFORE(bytes, before, 3), all(0xf0 - 0x80)));
    return _mm256_xor_si256(by_two, _mm256_and_si256(continues, all(TALLY_UTF8_PAIR)));
}

static size_t valid_utf8(const uint8_t *text, size_t count) {
    size_t position = 0;
    __m256i before = _mm256_setzero_si256();
    int was_wide = 0;
    for (; count - position >= TALLY_BLOCK_SIZE; position += TALLY_BLOCK_SIZE) {
        __m256i one = load(text + position), two = load(text + position + HALF);
        int is_wide = _mm256_movemask_epi8(_mm256_or_si256(one, two)) != 0;
        // A block of ASCII is not to be skipped if the one before may end within a character.
        if (is_wide | was_wide) {
            __m256i wrong = _mm256_or_si256(errors(one, before), errors(two, one));
            if (!_mm256_testz_si256(wrong, wrong)) {
                break;
            }
        }
        before = two;
        was_wide = is_wide;
    }
    return tally_valid_utf8_from(text, position, count);
}

#pragma clang attribute pop

const tally_kernels tally_kernels_avx2 = {"avx2", classify, emit, probe, valid_utf8, NULL};

#endif
