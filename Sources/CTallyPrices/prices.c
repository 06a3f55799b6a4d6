#include "CTallyPrices.h"

#if !defined(__has_embed)
#error "tally's price book needs a compiler with #embed: clang 19 or later, as in Swift 6.2"
#endif

_Alignas(64) static const uint8_t book[] = {
#embed "data/prices.bin"
};

// The checksum file starts with the digest, as `sha256sum --check` reads it.
static const char digest[] = {
#embed "data/prices.sha256" limit(64)
    , 0
};

tally_prices tally_prices_bundled(void) {
    return (tally_prices){book, sizeof book, digest};
}
