// Byte pair merging for AVX-512: sixteen pieces at a time, one in each element of a vector.

#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512cd,bmi,bmi2,lzcnt,popcnt"))), \
    apply_to = function \
)

// A token stays where its first byte is, and a mask says which places have one; a pair is kept where its left token is.
// A pair's word is the token it merges into and its place, in this order, so that the least word of a piece is the pair
// of the lowest rank and of equals the leftmost. All arrays are by place, then by piece, so that the least words of
// sixteen pieces take one instruction a place, and what a merge changes is found by comparing places. Vectors are not
// scattered: a row that has just been stored in parts would have to wait for them.

enum { LANES = 16, PLACE_BITS = 6, PLACES = TALLY_MERGE_LIMIT };

/// How many pieces are put in order at a time.
enum { PART = 512 };

/// The word of a pair that doesn't merge; all others are less.
#define NO_PAIR _mm512_set1_epi32(-1)
/// No token, which merges with nothing, and at the same time a mask of a token's id.
#define BORDER ((1 << TALLY_PAIR_ID_BITS) - 1)

/// Sixteen pieces in the course of being merged.
typedef struct group {
    __m512i pairs[PLACES];
    /// The tokens, and borders behind a piece's last.
    __m512i tokens[PLACES];
    /// The places where tokens start: sixteen masks of 32 bits, or twice eight of 64 if a piece is longer than that.
    __m512i starts[2];
    /// The places whose pairs the last merge has changed or removed, -1 for none, and the new words.
    __m512i place, before, right, word, word_before;
    /// The number of places that may have a pair.
    size_t rows;
} group;

/// The pairs of eight pieces, on the way to their words.
typedef struct question {
    __m512i key, hash;
} question;

/// Eight words at `base` plus these numbers of bytes.
///
/// By single loads, which are fewer operations than a gathering instruction is on Zen 4. The numbers go through memory,
/// as the empty assembly sees to: to take them out of a vector one by one would be more.
static inline __m512i gathered(const void *base, __m512i offsets) {
    uint64_t at[8] __attribute__((aligned(64)));
    _mm512_store_si512(at, offsets);
    __asm__("" : "+m"(at));
    const char *bytes = base;
#define TWO(i) \
    _mm_castpd_si128(_mm_loadh_pd( \
        _mm_castsi128_pd(_mm_loadl_epi64((const __m128i *)(bytes + at[i]))), (const double *)(bytes + at[(i) + 1])))
    __m256i low = _mm256_inserti128_si256(_mm256_castsi128_si256(TWO(0)), TWO(2), 1);
    __m256i high = _mm256_inserti128_si256(_mm256_castsi128_si256(TWO(4)), TWO(6), 1);
#undef TWO
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

static inline __m512i scaled(__m512i hash, __m512i count) {
    return _mm512_srli_epi64(_mm512_mul_epu32(_mm512_srli_epi64(hash, 32), count), 32);
}

static inline question asked(__m256i left, __m256i right) {
    __m512i key = _mm512_or_si512(
        _mm512_slli_epi64(_mm512_cvtepu32_epi64(left), TALLY_PAIR_ID_BITS), _mm512_cvtepu32_epi64(right));
    __m512i product = _mm512_mullo_epi64(key, _mm512_set1_epi64((long long)TALLY_PAIR_FACTOR));
    return (question){key, _mm512_xor_si512(product, _mm512_srli_epi64(product, 32))};
}

/// The slots of eight pairs.
static inline __m512i slots_of(question asked, const tally_pair_table *table) {
    __m512i bucket = scaled(asked.hash, _mm512_set1_epi64(table->seed_count));
    // Seeds have 16 bits: six bytes are read that belong to the next ones or are behind the last one.
    __m512i seed = gathered(table->seeds, _mm512_add_epi64(bucket, bucket));
    seed = _mm512_and_si512(seed, _mm512_set1_epi64(0xffff));
    __m512i factor = _mm512_add_epi64(
        _mm512_add_epi64(seed, seed), _mm512_set1_epi64((long long)TALLY_PERFECT_HASH_FACTOR));
    return scaled(_mm512_mullo_epi64(asked.hash, factor), _mm512_set1_epi64(table->slot_count));
}

/// What eight pairs merge into, and -1 for those that don't.
static inline __m256i answered(question asked, __m512i slots, const tally_pair_table *table) {
    __m512i entry = gathered(table->slots, _mm512_slli_epi64(slots, 3));
    __mmask8 found = _mm512_cmpeq_epi64_mask(_mm512_srli_epi64(entry, 64 - 2 * TALLY_PAIR_ID_BITS), asked.key);
    __m512i merged = _mm512_and_si512(entry, _mm512_set1_epi64(BORDER));
    return _mm512_cvtepi64_epi32(_mm512_mask_mov_epi64(_mm512_set1_epi64(-1), found, merged));
}

static inline __m256i lower(__m512i vector) {
    return _mm512_castsi512_si256(vector);
}

static inline __m256i upper(__m512i vector) {
    return _mm512_extracti64x4_epi64(vector, 1);
}

static inline __m512i joined(__m256i lower, __m256i upper) {
    return _mm512_inserti64x4(_mm512_castsi256_si512(lower), upper, 1);
}

/// The words of pairs at `place`.
static inline __m512i words(__m512i merged, __m512i place) {
    __mmask16 none = _mm512_cmpeq_epi32_mask(merged, NO_PAIR);
    return _mm512_mask_mov_epi32(
        _mm512_or_si512(_mm512_slli_epi32(merged, PLACE_BITS), place), none, NO_PAIR);
}

/// Starts with the bytes of up to sixteen pieces.
static inline __attribute__((always_inline)) void load(
    group *group,
    const uint8_t *text,
    const tally_merge_piece *pieces,
    const uint16_t *order,
    size_t count,
    size_t longest,
    const tally_pair_table *table
) {
    uint8_t bytes[LANES][PLACES] __attribute__((aligned(64)));
    uint32_t lengths[LANES] __attribute__((aligned(64))) = {0};
    for (size_t lane = 0; lane < LANES; lane++) {
        tally_merge_piece piece = lane < count ? pieces[order[lane]] : (tally_merge_piece){0};
        __mmask64 present = _bzhi_u64(~0ull, piece.count);
        _mm512_store_si512(bytes[lane], _mm512_maskz_loadu_epi8(present, text + piece.start));
        lengths[lane] = piece.count;
    }
    __m512i length = _mm512_load_si512(lengths);
    const __m512i border = _mm512_set1_epi32(BORDER);
    for (size_t place = 0; place < longest; place++) {
        const uint32_t *tokens = table->byte_tokens;
#define FOUR(i) _mm_setr_epi32( \
        (int)tokens[bytes[i][place]], (int)tokens[bytes[(i) + 1][place]], \
        (int)tokens[bytes[(i) + 2][place]], (int)tokens[bytes[(i) + 3][place]])
        __m256i low = _mm256_inserti128_si256(_mm256_castsi128_si256(FOUR(0)), FOUR(4), 1);
        __m256i high = _mm256_inserti128_si256(_mm256_castsi128_si256(FOUR(8)), FOUR(12), 1);
#undef FOUR
        __mmask16 present = _mm512_cmpgt_epu32_mask(length, _mm512_set1_epi32((int)place));
        group->tokens[place] = _mm512_mask_mov_epi32(border, present, joined(low, high));
    }
    group->rows = longest - 1;
    for (size_t place = 0; place < group->rows; place++) {
        __m512i left = group->tokens[place], right = group->tokens[place + 1];
        question low = asked(lower(left), lower(right)), high = asked(upper(left), upper(right));
        __m256i low_merged = answered(low, slots_of(low, table), table);
        __m256i high_merged = answered(high, slots_of(high, table), table);
        __m512i pair = words(joined(low_merged, high_merged), _mm512_set1_epi32((int)place));
        // Two borders would be found: they are what an empty slot has.
        __mmask16 present = _mm512_cmpgt_epu32_mask(length, _mm512_set1_epi32((int)place + 1));
        group->pairs[place] = _mm512_mask_mov_epi32(NO_PAIR, present, pair);
    }
    group->place = group->before = group->right = NO_PAIR;
    group->word = group->word_before = NO_PAIR;
    if (longest <= 32) {
        group->starts[0] = _mm512_srlv_epi32(
            NO_PAIR, _mm512_sub_epi32(_mm512_set1_epi32(32), length));
    } else {
        const __m512i all = _mm512_set1_epi64(64);
        group->starts[0] = _mm512_srlv_epi64(
            NO_PAIR, _mm512_sub_epi64(all, _mm512_cvtepu32_epi64(lower(length))));
        group->starts[1] = _mm512_srlv_epi64(
            NO_PAIR, _mm512_sub_epi64(all, _mm512_cvtepu32_epi64(upper(length))));
    }
}

/// The places around a merge: of the token that gets lost, of the one behind it, and of the one before; -1 for none.
typedef struct around {
    __m512i right, next, before;
} around;

static inline around around_32(__m512i *starts, __m512i place, __mmask16 active) {
    const __m512i zero = _mm512_setzero_si512(), last = _mm512_set1_epi32(31);
    __m512i above = _mm512_maskz_and_epi32(active, *starts, _mm512_sllv_epi32(_mm512_set1_epi32(-2), place));
    __m512i right = _mm512_and_si512(above, _mm512_sub_epi32(zero, above));
    __m512i after = _mm512_xor_si512(above, right);
    __m512i next = _mm512_and_si512(after, _mm512_sub_epi32(zero, after));
    __m512i below = _mm512_andnot_si512(_mm512_sllv_epi32(_mm512_set1_epi32(-1), place), *starts);
    below = _mm512_maskz_mov_epi32(active, below);
    *starts = _mm512_xor_si512(*starts, right);
    return (around){
        _mm512_sub_epi32(last, _mm512_lzcnt_epi32(right)),
        _mm512_sub_epi32(last, _mm512_lzcnt_epi32(next)),
        _mm512_sub_epi32(last, _mm512_lzcnt_epi32(below)),
    };
}

static inline around around_8_of_64(__m512i *starts, __m256i places, __mmask8 active) {
    const __m512i zero = _mm512_setzero_si512(), last = _mm512_set1_epi64(63);
    __m512i place = _mm512_cvtepu32_epi64(places);
    __m512i above = _mm512_maskz_and_epi64(active, *starts, _mm512_sllv_epi64(_mm512_set1_epi64(-2), place));
    __m512i right = _mm512_and_si512(above, _mm512_sub_epi64(zero, above));
    __m512i after = _mm512_xor_si512(above, right);
    __m512i next = _mm512_and_si512(after, _mm512_sub_epi64(zero, after));
    __m512i below = _mm512_andnot_si512(_mm512_sllv_epi64(_mm512_set1_epi64(-1), place), *starts);
    below = _mm512_maskz_mov_epi64(active, below);
    *starts = _mm512_xor_si512(*starts, right);
    return (around){
        _mm512_sub_epi64(last, _mm512_lzcnt_epi64(right)),
        _mm512_sub_epi64(last, _mm512_lzcnt_epi64(next)),
        _mm512_sub_epi64(last, _mm512_lzcnt_epi64(below)),
    };
}

static inline __m512i narrowed(__m512i lower, __m512i upper) {
    return joined(_mm512_cvtepi64_epi32(lower), _mm512_cvtepi64_epi32(upper));
}

static inline around around_64(__m512i *starts, __m512i place, __mmask16 active) {
    around low = around_8_of_64(&starts[0], lower(place), (__mmask8)active);
    around high = around_8_of_64(&starts[1], upper(place), (__mmask8)(active >> 8));
    return (around){
        narrowed(low.right, high.right), narrowed(low.next, high.next), narrowed(low.before, high.before),
    };
}

/// Takes in what the last merges have changed, and returns the least word of each piece.
static inline __m512i lowest(group *group) {
    // In variables, which can't be changed by a store to `pairs`.
    const __m512i place = group->place, before = group->before, right = group->right;
    const __m512i word = group->word, word_before = group->word_before;
    __m512i best = NO_PAIR, row = _mm512_setzero_si512();
    const size_t rows = group->rows;
    for (size_t i = 0; i < rows; i++) {
        __m512i pair = group->pairs[i];
        pair = _mm512_mask_mov_epi32(pair, _mm512_cmpeq_epi32_mask(row, place), word);
        pair = _mm512_mask_mov_epi32(pair, _mm512_cmpeq_epi32_mask(row, before), word_before);
        pair = _mm512_mask_mov_epi32(pair, _mm512_cmpeq_epi32_mask(row, right), NO_PAIR);
        group->pairs[i] = pair;
        best = _mm512_min_epu32(best, pair);
        row = _mm512_add_epi32(row, _mm512_set1_epi32(1));
    }
    return best;
}

/// Puts the merged tokens into their places, and finds the ones behind and before.
static inline void replace(
    group *group, __m512i place, __m512i merged, around around, __m512i *next, __m512i *before
) {
    __m512i row = _mm512_setzero_si512();
    __m512i behind = _mm512_set1_epi32(BORDER), ahead = behind;
    const size_t rows = group->rows;
    for (size_t i = 0; i <= rows; i++) {
        __m512i token = group->tokens[i];
        behind = _mm512_mask_mov_epi32(behind, _mm512_cmpeq_epi32_mask(row, around.next), token);
        ahead = _mm512_mask_mov_epi32(ahead, _mm512_cmpeq_epi32_mask(row, around.before), token);
        group->tokens[i] = _mm512_mask_mov_epi32(token, _mm512_cmpeq_epi32_mask(row, place), merged);
        row = _mm512_add_epi32(row, _mm512_set1_epi32(1));
    }
    *next = behind;
    *before = ahead;
}

/// Merges the best pair of each piece of `number` groups, one step for all groups at a time, so that none waits for its
/// own answers; returns the groups, a bit each, that had a pair to merge.
static inline __attribute__((always_inline)) unsigned merge_once(
    group *groups, const size_t number, int is_wide, const tally_pair_table *table
) {
    __m512i best[2], place[2], merged[2], next[2], before[2];
    unsigned found = 0;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < number; i++) {
        best[i] = lowest(&groups[i]);
        found |= _mm512_cmpneq_epi32_mask(best[i], NO_PAIR) != 0 ? 1u << i : 0;
    }
    if (found == 0) {
        return 0;
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < number; i++) {
        group *group = &groups[i];
        __mmask16 active = _mm512_cmpneq_epi32_mask(best[i], NO_PAIR);
        place[i] = _mm512_and_si512(best[i], _mm512_set1_epi32((1 << PLACE_BITS) - 1));
        merged[i] = _mm512_srli_epi32(best[i], PLACE_BITS);
        around around =
            is_wide ? around_64(group->starts, place[i], active) : around_32(group->starts, place[i], active);
        place[i] = _mm512_mask_mov_epi32(NO_PAIR, active, place[i]);
        replace(group, place[i], merged[i], around, &next[i], &before[i]);
        group->place = place[i];
        group->before = around.before;
        group->right = around.right;
    }
    question questions[8];
    __m512i slots[8];
    __m256i answers[8];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < number; i++) {
        questions[4 * i] = asked(lower(merged[i]), lower(next[i]));
        questions[4 * i + 1] = asked(upper(merged[i]), upper(next[i]));
        questions[4 * i + 2] = asked(lower(before[i]), lower(merged[i]));
        questions[4 * i + 3] = asked(upper(before[i]), upper(merged[i]));
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < 4 * number; i++) {
        slots[i] = slots_of(questions[i], table);
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < 4 * number; i++) {
        answers[i] = answered(questions[i], slots[i], table);
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < number; i++) {
        group *group = &groups[i];
        group->word = words(joined(answers[4 * i], answers[4 * i + 1]), group->place);
        group->word_before = words(joined(answers[4 * i + 2], answers[4 * i + 3]), group->before);
    }
    return found;
}

/// Where the results of a call go, each by piece; tokens from `outputs` on.
typedef struct results {
    uint8_t *counts;
    uint64_t *starts;
    uint32_t *tokens;
    uint32_t outputs[PART];
} results;

static inline void finish(group *group, int is_wide, const uint16_t *order, size_t count, const results *results) {
    uint64_t starts[LANES] __attribute__((aligned(64)));
    if (is_wide) {
        _mm512_store_si512(starts, group->starts[0]);
        _mm512_store_si512(starts + 8, group->starts[1]);
    } else {
        _mm512_store_si512(starts, _mm512_cvtepu32_epi64(lower(group->starts[0])));
        _mm512_store_si512(starts + 8, _mm512_cvtepu32_epi64(upper(group->starts[0])));
    }
    const uint32_t *tokens = (const uint32_t *)group->tokens;
    for (size_t lane = 0; lane < count; lane++) {
        uint64_t mask = starts[lane];
        size_t piece = order[lane];
        if (results->counts != NULL) {
            results->counts[piece] = (uint8_t)__builtin_popcountll(mask);
        }
        if (results->starts != NULL) {
            results->starts[piece] = mask;
        }
        if (results->tokens != NULL) {
            uint32_t *output = results->tokens + results->outputs[piece];
            for (; mask != 0; mask &= mask - 1) {
                *output++ = tokens[(size_t)_tzcnt_u64(mask) * LANES + lane];
            }
        }
    }
}

/// Merges up to 32 pieces, in two groups that take turns: each waits for memory while the other works.
static inline __attribute__((always_inline)) void merge_two(
    const uint8_t *text,
    const tally_merge_piece *pieces,
    const uint16_t *order,
    size_t count,
    size_t longest,
    int is_wide,
    const tally_pair_table *table,
    const results *results
) {
    group groups[2];
    size_t first = count < LANES ? count : LANES, second = count - first;
    load(&groups[0], text, pieces, order, first, longest, table);
    if (second > 0) {
        load(&groups[1], text, pieces, order + first, second, longest, table);
    }
    unsigned active = second > 0 ? 3 : 1;
    while (active == 3) {
        active = merge_once(groups, 2, is_wide, table);
    }
    if (active != 0) {
        group *last = &groups[active - 1];
        while (merge_once(last, 1, is_wide, table) != 0) {}
    }
    finish(&groups[0], is_wide, order, first, results);
    if (second > 0) {
        finish(&groups[1], is_wide, order + first, second, results);
    }
}

void tally_merge_avx512(
    const uint8_t *text,
    const tally_merge_piece *pieces,
    size_t count,
    const tally_pair_table *table,
    uint8_t *counts,
    uint64_t *starts,
    uint32_t *tokens
) {
    // A copy, which can't be changed by a store to anything else.
    const tally_pair_table own = *table;
    results results = {.counts = counts, .starts = starts, .tokens = tokens};
    uint16_t order[PART];
    while (count > 0) {
        size_t part = count < PART ? count : PART;
        // Pieces of one length need about as many merges: they go together, the longest first.
        uint16_t next[PLACES + 2] = {0};
        for (size_t i = 0; i < part; i++) {
            next[PLACES + 1 - pieces[i].count]++;
        }
        for (size_t i = 1, sum = 0; i < PLACES + 2; i++) {
            size_t number = next[i];
            next[i] = (uint16_t)sum;
            sum += number;
        }
        uint32_t output = 0;
        for (size_t i = 0; i < part; i++) {
            order[next[PLACES + 1 - pieces[i].count]++] = (uint16_t)i;
            results.outputs[i] = output;
            output += pieces[i].count;
        }
        for (size_t i = 0; i < part; i += 2 * LANES) {
            size_t size = part - i < 2 * LANES ? part - i : 2 * LANES;
            size_t longest = pieces[order[i]].count;
            if (longest <= 32) {
                merge_two(text, pieces, order + i, size, longest, 0, &own, &results);
            } else {
                merge_two(text, pieces, order + i, size, longest, 1, &own, &results);
            }
        }
        pieces += part;
        count -= part;
        results.counts = counts = counts == NULL ? NULL : counts + part;
        results.starts = starts = starts == NULL ? NULL : starts + part;
        results.tokens = tokens = tokens == NULL ? NULL : tokens + output;
    }
}

#pragma clang attribute pop

#endif
