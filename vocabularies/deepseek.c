#include "CTallyVocabularies.h"

#if defined(TALLY_DEEPSEEK)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/deepseek.vocab"
};

tally_table tally_vocabulary_deepseek(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_deepseek(void) {
    return (tally_table){0, 0};
}

#endif
