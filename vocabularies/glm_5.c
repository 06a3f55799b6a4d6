#include "CTallyVocabularies.h"

#if defined(TALLY_GLM)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/glm_5.vocab"
};

tally_table tally_vocabulary_glm_5(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_glm_5(void) {
    return (tally_table){0, 0};
}

#endif
