// Private to this target: the kernels of each instruction set.

#ifndef TALLY_KERNELS_H
#define TALLY_KERNELS_H

#include "CTallyKernels.h"

// Each is defined where the target's architecture has it; whether the processor at hand runs it, dispatch.c finds out.
#if defined(__x86_64__)
extern const tally_kernels tally_kernels_avx512;
extern const tally_kernels tally_kernels_avx2;
extern const tally_kernels tally_kernels_sse2;
#endif
#if defined(__aarch64__)
extern const tally_kernels tally_kernels_neon;
#endif
extern const tally_kernels tally_kernels_scalar;

#if defined(__x86_64__)
/// The `merge` of `tally_kernels_avx512`, which has a file of its own.
void tally_merge_avx512(
    const uint8_t *text,
    const tally_merge_piece *pieces,
    size_t count,
    const tally_pair_table *table,
    uint8_t *counts,
    uint64_t *starts,
    uint32_t *tokens
);
#endif

#endif
