#include "CTallyVocabularies.h"

#if defined(TALLY_CLAUDE)

#include "embed.h"

_Alignas(64) static const uint8_t classes[] = {
#embed "data/claude.classes"
};

_Alignas(64) static const uint8_t v3_tiles[] = {
#embed "data/claude_v3.tiles"
};

_Alignas(64) static const uint8_t v47_tiles[] = {
#embed "data/claude_v47.tiles"
};

tally_table tally_claude_classes(void) {
    return (tally_table){classes, sizeof classes};
}

tally_table tally_claude_v3_tiles(void) {
    return (tally_table){v3_tiles, sizeof v3_tiles};
}

tally_table tally_claude_v47_tiles(void) {
    return (tally_table){v47_tiles, sizeof v47_tiles};
}

#else

tally_table tally_claude_classes(void) {
    return (tally_table){0, 0};
}

tally_table tally_claude_v3_tiles(void) {
    return (tally_table){0, 0};
}

tally_table tally_claude_v47_tiles(void) {
    return (tally_table){0, 0};
}

#endif
