// CTallyPrices: the packed price book, compiled into the image with #embed.
//
// README.md beside this folder says where the facts come from and how the bytes are laid out.

#ifndef TALLY_CTALLYPRICES_H
#define TALLY_CTALLYPRICES_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Bytes in the image: constant, never freed, aligned to 64, readable from any thread.
typedef struct tally_prices {
    const uint8_t *_Nonnull bytes;
    size_t count;
    const char *_Nonnull sha256;  ///< SHA-256 of `bytes`: 64 lower-case hexadecimal digits, then a NUL.
} tally_prices;

/// The bundled price book. Always the same bytes; pure, so it may be called from any thread.
tally_prices tally_prices_bundled(void);

#if defined(__cplusplus)
}
#endif

#endif
