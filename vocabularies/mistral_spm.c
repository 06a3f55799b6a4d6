#include "CTallyVocabularies.h"

#if defined(TALLY_MISTRAL_SPM)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/mistral_spm.vocab"
};

tally_table tally_vocabulary_mistral_spm(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_mistral_spm(void) {
    return (tally_table){0, 0};
}

#endif
