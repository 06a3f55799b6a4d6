#include "CTallyVocabularies.h"

#if defined(TALLY_TEKKEN)

#include "embed.h"

_Alignas(64) static const uint8_t table[] = {
#embed "data/tekken.vocab"
};

tally_table tally_vocabulary_tekken(void) {
    return (tally_table){table, sizeof table};
}

#else

tally_table tally_vocabulary_tekken(void) {
    return (tally_table){0, 0};
}

#endif
