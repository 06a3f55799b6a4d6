#include "CTallyVocabularies.h"

#if defined(TALLY_KIMI_K2)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/kimi_k2.vocab"
};

tally_table tally_vocabulary_kimi_k2(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_kimi_k2(void) {
    return (tally_table){0, 0};
}

#endif
