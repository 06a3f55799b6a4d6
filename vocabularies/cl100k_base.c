#include "CTallyVocabularies.h"

#if defined(TALLY_CL100K_BASE)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/cl100k_base.vocab"
};

tally_table tally_vocabulary_cl100k_base(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_cl100k_base(void) {
    return (tally_table){0, 0};
}

#endif
