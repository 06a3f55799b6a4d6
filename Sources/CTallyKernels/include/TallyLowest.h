// Part of CTallyKernels: the search of BatchMerge, which inlines into Swift.

#ifndef TALLY_LOWEST_H
#define TALLY_LOWEST_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// Returns the least of `count` times eight values, `count` at least one.
///
/// Each must be from 0x00800000 to 0x7f7fffff: bits of a normal number, which are in the same order as the number.
static inline uint32_t tally_lowest(const uint32_t *_Nonnull values, size_t count) {
#if defined(__SSE2__)
    // The minimum of whole numbers came later, with SSE4.1.
    __m128 low = _mm_loadu_ps((const float *)values);
    __m128 high = _mm_loadu_ps((const float *)values + 4);
    for (size_t index = 1; index < count; index += 1) {
        low = _mm_min_ps(low, _mm_loadu_ps((const float *)values + 8 * index));
        high = _mm_min_ps(high, _mm_loadu_ps((const float *)values + 8 * index + 4));
    }
    low = _mm_min_ps(low, high);
    low = _mm_min_ps(low, _mm_shuffle_ps(low, low, _MM_SHUFFLE(1, 0, 3, 2)));
    low = _mm_min_ps(low, _mm_shuffle_ps(low, low, _MM_SHUFFLE(2, 3, 0, 1)));
    return (uint32_t)_mm_cvtsi128_si32(_mm_castps_si128(low));
#elif defined(__aarch64__) && defined(__ARM_NEON)
    uint32x4_t low = vld1q_u32(values);
    uint32x4_t high = vld1q_u32(values + 4);
    for (size_t index = 1; index < count; index += 1) {
        low = vminq_u32(low, vld1q_u32(values + 8 * index));
        high = vminq_u32(high, vld1q_u32(values + 8 * index + 4));
    }
    return vminvq_u32(vminq_u32(low, high));
#else
    uint32_t lowest = values[0];
    for (size_t index = 1; index < 8 * count; index += 1) {
        lowest = values[index] < lowest ? values[index] : lowest;
    }
    return lowest;
#endif
}

#endif
