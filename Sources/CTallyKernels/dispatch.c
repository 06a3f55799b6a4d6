// Which kernels this processor can run.

#include "kernels.h"

#if defined(__x86_64__)

static int supports_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
}

static int supports_avx512(void) {
    return supports_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512cd")
        && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2")
        && __builtin_cpu_supports("gfni");
}

const tally_kernels *const *tally_kernels_supported(size_t *count) {
    // Each needs what those behind it need, so the supported ones are always the rest of the list.
    static const tally_kernels *const all[] = {
        &tally_kernels_avx512, &tally_kernels_avx2, &tally_kernels_sse2, &tally_kernels_scalar,
    };
    __builtin_cpu_init();
    size_t first = supports_avx512() ? 0 : supports_avx2() ? 1 : 2;
    *count = sizeof all / sizeof *all - first;
    return all + first;
}

#else

const tally_kernels *const *tally_kernels_supported(size_t *count) {
    static const tally_kernels *const all[] = {
#if defined(__aarch64__)
        &tally_kernels_neon,
#endif
        &tally_kernels_scalar,
    };
    *count = sizeof all / sizeof *all;
    return all;
}

#endif
