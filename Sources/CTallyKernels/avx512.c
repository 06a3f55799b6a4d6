// The kernels for AVX-512 with VBMI, VBMI2 and GFNI: Ice Lake, Zen 4 and later.

#include "kernel_classes.h"
#include "kernels.h"
#include "utf8.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,gfni,bmi,bmi2,lzcnt,popcnt"))), \
    apply_to = function \
)

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

static const uint8_t uncased_first[64] = {TALLY_UNCASED_ROWS_FIRST(0x20)};
static const uint8_t uncased_span[64] = {TALLY_UNCASED_ROWS_SPAN(0x20)};

/// Word i, bit k of the result is byte k, bit i of `bytes`.
static inline __m512i transposed(__m512i bytes) {
    // Eight by eight bits within each word; the instruction takes a matrix's rows from the last to the first.
    const __m512i reversal = _mm512_set4_epi32(0x08090a0b, 0x0c0d0e0f, 0x00010203, 0x04050607);
    const __m512i identity = _mm512_set1_epi64((long long)0x8040201008040201);
    __m512i words = _mm512_gf2p8affine_epi64_epi8(identity, _mm512_shuffle_epi8(bytes, reversal), 0);
    // Then eight by eight bytes: to byte 8 * i + k comes byte 8 * k + i.
    const __m512i first_column = _mm512_set1_epi64(0x3830282018100800);
    const __m512i columns = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i order = _mm512_add_epi8(
        first_column, _mm512_mullo_epi64(columns, _mm512_set1_epi64(0x0101010101010101)));
    return _mm512_permutexvar_epi8(order, words);
}

/// The lanes of `indices` looked up in 128 bytes; their bit 7 is ignored.
static inline __m512i looked_up(const uint8_t *table, __m512i indices) {
    return _mm512_permutex2var_epi8(_mm512_loadu_si512(table), indices, _mm512_loadu_si512(table + 64));
}

/// Fills in the classes at the lead bytes of `leads`: one round for each 128 scalars that the block has characters of.
static inline __m512i classified(const uint8_t *text, __m512i bytes, __mmask64 leads, __m512i classes) {
    const __m512i even = _mm512_set1_epi8((char)0xfe), odd = _mm512_set1_epi8(1), upper_half = _mm512_set1_epi8(0x40);
    __mmask64 three_or_four = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xe0));
    // Masked, so that nothing is read behind the text but the rest of a cut character.
    __m512i second = _mm512_maskz_loadu_epi8(leads, text + 1);

    uint64_t rest = leads & ~three_or_four;
    if (rest != 0) {
        __m512i pairs = _mm512_and_si512(bytes, even);
        __m512i indices = _mm512_mask_blend_epi8(
            _mm512_test_epi8_mask(bytes, odd), second, _mm512_or_si512(second, upper_half));
        do {
            const uint8_t *character = text + _tzcnt_u64(rest);
            __mmask64 hits = _mm512_cmpeq_epi8_mask(pairs, _mm512_set1_epi8((char)(character[0] & 0xfe)));
            const uint8_t *table = tally_kernel_class_block(tally_block_number_2(character));
            classes = _mm512_mask_mov_epi8(classes, hits, looked_up(table, indices));
            rest &= ~hits;
        } while (rest != 0);
    }
    if (three_or_four == 0) {
        return classes;
    }

    __mmask64 four = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xf0));
    __m512i third = _mm512_maskz_loadu_epi8(three_or_four, text + 2);
    __m512i first_uncased = _mm512_permutexvar_epi8(bytes, _mm512_loadu_si512(uncased_first));
    __m512i uncased_above = _mm512_permutexvar_epi8(bytes, _mm512_loadu_si512(uncased_span));
    __mmask64 uncased = _mm512_mask_cmple_epu8_mask(
        three_or_four, _mm512_sub_epi8(second, first_uncased), uncased_above);
    classes = _mm512_mask_mov_epi8(classes, uncased, _mm512_set1_epi8(TALLY_KERNEL_CLASS_UNCASED));

    rest = three_or_four & ~(four | uncased);
    if (rest != 0) {
        __m512i pairs = _mm512_and_si512(second, even);
        __m512i indices = _mm512_mask_blend_epi8(
            _mm512_test_epi8_mask(second, odd), third, _mm512_or_si512(third, upper_half));
        do {
            const uint8_t *character = text + _tzcnt_u64(rest);
            __mmask64 hits = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)character[0]));
            hits = _mm512_mask_cmpeq_epi8_mask(hits, pairs, _mm512_set1_epi8((char)(character[1] & 0xfe)));
            const uint8_t *table = tally_kernel_class_block(tally_block_number_3(character));
            classes = _mm512_mask_mov_epi8(classes, hits, looked_up(table, indices));
            rest &= ~hits;
        } while (rest != 0);
    }

    rest = four;
    if (rest != 0) {
        __m512i fourth = _mm512_maskz_loadu_epi8(four, text + 3);
        __m512i pairs = _mm512_and_si512(third, even);
        __m512i indices = _mm512_mask_blend_epi8(
            _mm512_test_epi8_mask(third, odd), fourth, _mm512_or_si512(fourth, upper_half));
        do {
            const uint8_t *character = text + _tzcnt_u64(rest);
            __mmask64 hits = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)character[0]));
            hits = _mm512_mask_cmpeq_epi8_mask(hits, second, _mm512_set1_epi8((char)character[1]));
            hits = _mm512_mask_cmpeq_epi8_mask(hits, pairs, _mm512_set1_epi8((char)(character[2] & 0xfe)));
            const uint8_t *table = tally_kernel_class_block(tally_block_number_4(character));
            classes = _mm512_mask_mov_epi8(classes, hits, looked_up(table, indices));
            rest &= ~hits;
        } while (rest != 0);
    }
    return classes;
}

static void classify(const uint8_t *text, size_t count, tally_block *blocks) {
    const __m512i lower_table = _mm512_loadu_si512(ascii), upper_table = _mm512_loadu_si512(ascii + 64);
    for (size_t i = 0; i < count; i++, text += TALLY_BLOCK_SIZE, blocks++) {
        __m512i bytes = _mm512_loadu_si512(text);
        __m512i classes = _mm512_permutex2var_epi8(lower_table, bytes, upper_table);
        __mmask64 wide = _mm512_movepi8_mask(bytes);
        if (wide == 0) {
            _mm512_storeu_si512(&blocks->upper, transposed(classes));
            blocks->uncased = 0;
            blocks->mark = 0;
            blocks->starts = ~0ull;
            continue;
        }
        __mmask64 leads = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xc0));
        __mmask64 starts = ~wide | leads;
        classes = classified(text, bytes, leads, _mm512_maskz_mov_epi8(~wide, classes));
        // Without the bytes that start no character, the masks are by character.
        __m512i masks = transposed(_mm512_maskz_compress_epi8(starts, classes));
        uint64_t wide_characters = _pext_u64(leads, starts);
        __m512i above_ascii = _mm512_and_si512(masks, _mm512_set1_epi64((long long)wide_characters));
        _mm512_storeu_si512(&blocks->upper, _mm512_mask_andnot_epi64(masks, 0x28, above_ascii, masks));
        const __m512i shared = _mm512_set_epi64(0, 0, 0, 0, 0, 0, 5, 3);
        _mm_storeu_si128(
            (__m128i *)&blocks->uncased, _mm512_castsi512_si128(_mm512_permutexvar_epi64(shared, above_ascii)));
        blocks->starts = starts;
    }
}

_Static_assert(offsetof(tally_block, apostrophe) == 7 * sizeof(uint64_t), "eight masks in the order of the bits");
_Static_assert(offsetof(tally_block, mark) == offsetof(tally_block, uncased) + 8, "the two that share bits");

// ---------------------------------------------------------------------------------------------------------------------
// emit

#define EACH_OF_8(a) (a), (a) + 1, (a) + 2, (a) + 3, (a) + 4, (a) + 5, (a) + 6, (a) + 7
static const uint8_t iota[72] = {
    EACH_OF_8(0), EACH_OF_8(8), EACH_OF_8(16), EACH_OF_8(24), EACH_OF_8(32), EACH_OF_8(40), EACH_OF_8(48),
    EACH_OF_8(56), EACH_OF_8(64),
};

/// The piece starts of a block, by byte.
static inline uint64_t byte_mask(uint64_t pieces, uint64_t starts) {
    return _pdep_u64(pieces, starts);
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
    const __m512i offsets = _mm512_loadu_si512(iota), offsets_after = _mm512_loadu_si512(iota + 1);
    // Byte i of a word: i, and the number of the word.
    const __m512i within = _mm512_set1_epi64(0x0706050403020100);
    const __m512i first_eight = _mm512_mullo_epi64(
        _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0), _mm512_set1_epi64(0x0101010101010101));
    size_t written = 0;
    uint64_t starts = count > 0 ? byte_mask(pieces[0], blocks[0].starts) : 0;
    for (size_t b = 0; b < count; b++, text += TALLY_BLOCK_SIZE, base += TALLY_BLOCK_SIZE) {
        uint64_t starts_after = b + 1 < count ? byte_mask(pieces[b + 1], blocks[b + 1].starts) : 0;
        if (starts != 0) {
            size_t found = (size_t)__builtin_popcountll(starts);
            __m512i begins = _mm512_maskz_compress_epi8(starts, offsets);
            // The last piece of the block ends in the next one or, as 128 says, beyond it.
            __m512i ends = _mm512_mask_mov_epi8(
                _mm512_permutexvar_epi8(offsets_after, begins), 1ull << (found - 1),
                _mm512_set1_epi8((char)(TALLY_BLOCK_SIZE + _tzcnt_u64(starts_after))));
            __m512i lengths = _mm512_sub_epi8(ends, begins);

            const __m512i bases = _mm512_set1_epi32((int)base);
            uint32_t *position = positions + written;
            _mm512_storeu_si512(
                position, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(begins))));
            _mm512_storeu_si512(
                position + 16, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(begins, 1))));
            if (__builtin_expect(found > 32, 0)) {
                _mm512_storeu_si512(
                    position + 32, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(begins, 2))));
                _mm512_storeu_si512(
                    position + 48, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(begins, 3))));
            }

            __m512i bytes = _mm512_loadu_si512(text), bytes_after = _mm512_loadu_si512(text + TALLY_BLOCK_SIZE);
            __m512i eight = first_eight;
            for (size_t i = 0;;) {
                __m512i indices = _mm512_add_epi8(_mm512_permutexvar_epi8(eight, begins), within);
                __m512i words = _mm512_permutex2var_epi8(bytes, indices, bytes_after);
                __m512i length = _mm512_maskz_permutexvar_epi8(0x0101010101010101, eight, lengths);
                __m512i shift = _mm512_sub_epi64(_mm512_set1_epi64(64), _mm512_slli_epi64(length, 3));
                __m512i key = _mm512_or_si512(_mm512_sllv_epi64(words, shift), _mm512_slli_epi64(length, 5));
                key = _mm512_mask_mov_epi64(
                    key, _mm512_cmpgt_epu64_mask(length, _mm512_set1_epi64(7)),
                    _mm512_set1_epi64((long long)TALLY_NO_SHORT_KEY));
                _mm512_storeu_si512(keys + written + i, key);
                i += 8;
                // Most blocks have nine to sixteen pieces: not to ask before is a branch less to mispredict.
                if (i >= 16 && i >= found) {
                    break;
                }
                eight = _mm512_add_epi8(eight, _mm512_set1_epi8(8));
            }
            written += found;
        }
        starts = starts_after;
    }
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
    const __m512i one = _mm512_set1_epi64(1), length = _mm512_set1_epi64(TALLY_SHORT_KEY_LENGTH);
    const __m512i factor = _mm512_set1_epi64((long long)TALLY_SHORT_KEY_FACTOR);
    __m256i indices = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    size_t shorts = 0, longs = 0;
    for (size_t i = 0; i < count; i += 8) {
        __mmask8 present = (__mmask8)_bzhi_u32(0xff, count - i < 8 ? (unsigned)(count - i) : 8);
        __m512i key = _mm512_maskz_loadu_epi64(present, keys + i);
        __m512i hash = _mm512_mullo_epi64(_mm512_xor_si512(key, _mm512_srli_epi64(key, 32)), factor);
        __m512i slot = _mm512_srli_epi64(hash, 64 - TALLY_FREQUENT_BITS);
        __m512i entry = _mm512_i64gather_epi64(slot, table, 8);
        __mmask8 is_long = _mm512_mask_testn_epi64_mask(present, key, length);
        __mmask8 is_miss = _mm512_mask_cmpneq_epi64_mask(present & ~is_long, entry, _mm512_or_si512(key, one));
        if (tokens != NULL) {
            _mm256_storeu_si256((__m256i *)(tokens + i), _mm512_i64gather_epi32(slot, ids, 4));
        }
        _mm256_storeu_si256((__m256i *)(short_misses + shorts), _mm256_maskz_compress_epi32(is_miss, indices));
        _mm256_storeu_si256((__m256i *)(long_misses + longs), _mm256_maskz_compress_epi32(is_long, indices));
        shorts += (size_t)__builtin_popcount(is_miss);
        longs += (size_t)__builtin_popcount(is_long);
        indices = _mm256_add_epi32(indices, _mm256_set1_epi32(8));
    }
    *long_count = longs;
    return shorts;
}

// ---------------------------------------------------------------------------------------------------------------------
// valid_utf8

/// Sixteen bytes, once for each lane that shuffles know.
static inline __m512i four_times(const uint8_t *table) {
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)table));
}

/// Where a byte can not follow the ones before it, which are moved up to it by one, two and three.
static inline __mmask64 errors(__m512i bytes, __m512i by_one, __m512i by_two, __m512i by_three) {
    const __m512i half = _mm512_set1_epi8(0x0f);
    __m512i first = _mm512_and_si512(
        _mm512_shuffle_epi8(
            four_times(tally_utf8_first_upper_half), _mm512_and_si512(_mm512_srli_epi16(by_one, 4), half)),
        _mm512_shuffle_epi8(four_times(tally_utf8_first_lower_half), _mm512_and_si512(by_one, half)));
    __m512i wrong = _mm512_and_si512(
        first,
        _mm512_shuffle_epi8(
            four_times(tally_utf8_second_upper_half), _mm512_and_si512(_mm512_srli_epi16(bytes, 4), half)));
    // The upper bit is left of a lead byte of three or four, two before, and of one of four, three before.
    __m512i continues = _mm512_or_si512(
        _mm512_subs_epu8(by_two, _mm512_set1_epi8(0xe0 - 0x80)),
        _mm512_subs_epu8(by_three, _mm512_set1_epi8(0xf0 - 0x80)));
    const __m512i pair = _mm512_set1_epi8((char)TALLY_UTF8_PAIR);
    wrong = _mm512_xor_si512(wrong, _mm512_and_si512(continues, pair));
    return _mm512_test_epi8_mask(wrong, wrong);
}

static size_t valid_utf8(const uint8_t *text, size_t count) {
    const __m512i wide = _mm512_set1_epi8((char)0x80);
    __mmask64 was_wide = 0;
    // What of the bytes one, two and three before a block there is: nothing is before the first.
    __mmask64 by_one = ~0ull << 1, by_two = ~0ull << 2, by_three = ~0ull << 3;
    for (size_t position = 0; position < count; position += TALLY_BLOCK_SIZE) {
        __mmask64 present = _bzhi_u64(~0ull, count - position < 64 ? (unsigned)(count - position) : 64);
        const uint8_t *block = text + position;
        __m512i bytes = _mm512_maskz_loadu_epi8(present, block);
        __mmask64 is_wide = _mm512_test_epi8_mask(bytes, wide);
        // A block of ASCII is not to be skipped if the one before may end within a character.
        if ((is_wide | was_wide) != 0
            && errors(
                bytes, _mm512_maskz_loadu_epi8(by_one & present, block - 1),
                _mm512_maskz_loadu_epi8(by_two & present, block - 2),
                _mm512_maskz_loadu_epi8(by_three & present, block - 3)) != 0) {
            return tally_valid_utf8_from(text, position, count);
        }
        was_wide = is_wide;
        by_one = by_two = by_three = ~0ull;
    }
    // The last character may be cut.
    return tally_valid_utf8_from(text, count, count);
}

#pragma clang attribute pop

const tally_kernels tally_kernels_avx512 = {"avx512", classify, emit, probe, valid_utf8, tally_merge_avx512};

#endif
