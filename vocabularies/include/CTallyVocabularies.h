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

/// The tokens of gemma3 and gemma4. Trait Gemma.
tally_table tally_vocabulary_gemma(void);

/// The tokens of mistral_spm. Trait MistralSPM.
tally_table tally_vocabulary_mistral_spm(void);

/// The ranks of o200k_base and o200k_harmony. Trait O200KBase.
tally_table tally_vocabulary_o200k_base(void);

/// The ranks of p50k_base, whose first 50,256 are those of r50k_base and gpt2. Trait P50KBase.
tally_table tally_vocabulary_p50k_base(void);

/// The ranks of Qwen 1 to 3 and of Voyage 3. Trait Qwen3.
tally_table tally_vocabulary_qwen3(void);

/// The ranks of Qwen 3.5, without the tokens that its merges never make. Trait Qwen35.
tally_table tally_vocabulary_qwen3_5(void);

/// The ranks of DeepSeek V3 and V4; ids 0 to 2 are not used. Trait DeepSeek.
tally_table tally_vocabulary_deepseek(void);

/// The ranks of Mistral's Tekken; ids 0 to 999 are not used. Trait Tekken.
tally_table tally_vocabulary_tekken(void);

/// The ranks of GLM 5, whose first 151,329 are those of GLM 4.5. Trait GLM.
tally_table tally_vocabulary_glm_5(void);

/// The tokens of Kimi K2 in the order of their ranks, without tables: a byte with the length less one before each.
/// Not aligned. Trait KimiK2.
tally_table tally_tokens_kimi_k2(void);

/// What the model of Claude's tokenizer distinguishes of characters. Trait Claude.
tally_table tally_claude_classes(void);

/// The pieces of the model of Claude 3 to 4.6. Trait Claude.
tally_table tally_claude_v3_tiles(void);

/// The pieces of the model of Opus 4.7 and later. Trait Claude.
tally_table tally_claude_v47_tiles(void);

#if defined(__cplusplus)
}
#endif

#endif
