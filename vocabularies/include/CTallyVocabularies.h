// CTallyVocabularies: packed vocabularies, compiled into the image with #embed.
//
// One C file a vocabulary. Each is there only if its trait is on; without it the function answers no bytes, so that
// nothing has to be declared twice.

#ifndef TALLY_CTALLYVOCABULARIES_H
#define TALLY_CTALLYVOCABULARIES_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Bytes in the image: constant, never freed, aligned to 64, readable from any thread.
typedef struct tally_table {
    const uint8_t *_Nullable bytes;  ///< Null if the vocabulary is not part of this build.
    size_t count;
} tally_table;

/// The ranks of cl100k_base. Trait CL100KBase.
tally_table tally_vocabulary_cl100k_base(void);

/// The ranks of o200k_base and o200k_harmony. Trait O200KBase.
tally_table tally_vocabulary_o200k_base(void);

#if defined(__cplusplus)
}
#endif

#endif
