#include "CTallyVocabularies.h"

#if defined(TALLY_KIMI_K2)

#include "embed.h"

static const uint8_t list[] = {
#embed "data/kimi_k2.tokens"
};

tally_table tally_tokens_kimi_k2(void) {
    return (tally_table){list, sizeof list};
}

#else

tally_table tally_tokens_kimi_k2(void) {
    return (tally_table){0, 0};
}

#endif
