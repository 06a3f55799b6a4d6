#include "CTallyVocabularies.h"

#if defined(TALLY_GEMMA)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/gemma.vocab"
};

tally_table tally_vocabulary_gemma(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_gemma(void) {
    return (tally_table){0, 0};
}

#endif
