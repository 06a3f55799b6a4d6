// Private to this target: bits by byte and bits by character.

#ifndef TALLY_GATHERING_H
#define TALLY_GATHERING_H

#include "CTallyKernels.h"

// For processors without pext and pdep. The bits at a mask move down to the bottom in six steps, by 1, 2, 4 and so on:
// each by as many places as there are gaps below it, one binary digit of that a step (Warren, Hacker's Delight, 7-4).

typedef struct tally_gathering {
    uint64_t mask;
    uint64_t moves[6];  ///< Which bits move in step k, by 1 << k places.
} tally_gathering;

static inline tally_gathering tally_gathering_of(uint64_t mask) {
    tally_gathering gathering = {.mask = mask};
    uint64_t gaps = ~mask << 1;
    for (size_t k = 0; k < 6; k++) {
        // Bit i: whether the number of gaps below i is odd.
        uint64_t odd = gaps;
        for (size_t distance = 1; distance < 64; distance *= 2) {
            odd ^= odd << distance;
        }
        uint64_t moving = odd & mask;
        gathering.moves[k] = moving;
        mask = (mask ^ moving) | moving >> (1 << k);
        // Of the gaps every other one is left: the half of their number.
        gaps &= ~odd;
    }
    return gathering;
}

/// The bits of `bits` at the mask, at the bottom; what pext does.
static inline uint64_t tally_gathered(const tally_gathering *gathering, uint64_t bits) {
    bits &= gathering->mask;
    for (size_t k = 0; k < 6 && bits != 0; k++) {
        uint64_t moving = bits & gathering->moves[k];
        bits = (bits ^ moving) | moving >> (1 << k);
    }
    return bits;
}

/// The lowest bits of `bits`, at the mask; what pdep does.
static inline uint64_t tally_scattered(const tally_gathering *gathering, uint64_t bits) {
    for (size_t k = 6; k-- > 0;) {
        uint64_t moved = bits << (1 << k);
        bits = (bits & ~gathering->moves[k]) | (moved & gathering->moves[k]);
    }
    return bits & gathering->mask;
}

/// Moves the masks of `masks`, of which `starts` is the one to go by, from bytes to characters.
static inline void tally_gather_block(const tally_block *masks, tally_block *block) {
    tally_gathering gathering = tally_gathering_of(masks->starts);
    block->upper = tally_gathered(&gathering, masks->upper);
    block->lower = tally_gathered(&gathering, masks->lower);
    block->number = tally_gathered(&gathering, masks->number);
    block->blank = tally_gathered(&gathering, masks->blank);
    block->space = tally_gathered(&gathering, masks->space);
    block->newline = tally_gathered(&gathering, masks->newline);
    block->slash = tally_gathered(&gathering, masks->slash);
    block->apostrophe = tally_gathered(&gathering, masks->apostrophe);
    block->uncased = tally_gathered(&gathering, masks->uncased);
    block->mark = tally_gathered(&gathering, masks->mark);
    block->starts = masks->starts;
}

#endif
