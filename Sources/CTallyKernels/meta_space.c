// Part of CTallyKernels: where a text has U+2581, which SentencePiece's models take for a space.

#include "CTallyKernels.h"

enum { STEP = 256 };

static inline uint8_t is_meta_space(const uint8_t *text) {
    return (uint8_t)((text[0] == 0xe2) & (text[1] == 0x96) & (text[2] == 0x81));
}

size_t tally_find_meta_space(const uint8_t *text, size_t count) {
    size_t position = 0;
    // Most texts have none: a step has no branch, so that it becomes vectors.
    while (count - position >= STEP + 2) {
        uint8_t found = 0;
        for (size_t index = 0; index < STEP; index += 1) {
            found |= is_meta_space(text + position + index);
        }
        if (found) {
            break;
        }
        position += STEP;
    }
    while (count - position >= 3) {
        if (is_meta_space(text + position)) {
            return position;
        }
        position += 1;
    }
    return count;
}
