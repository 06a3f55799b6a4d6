#include "CTallyVocabularies.h"

#if defined(TALLY_P50K_BASE)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/p50k_base.vocab"
};

tally_table tally_vocabulary_p50k_base(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_p50k_base(void) {
    return (tally_table){0, 0};
}

#endif
