#include "CTallyVocabularies.h"

#if defined(TALLY_QWEN3)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/qwen3.vocab"
};

tally_table tally_vocabulary_qwen3(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_qwen3(void) {
    return (tally_table){0, 0};
}

#endif
