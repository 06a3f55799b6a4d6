// Private to the files beside it.

#ifndef TALLY_VOCABULARIES_EMBED_H
#define TALLY_VOCABULARIES_EMBED_H

#if !defined(__has_embed)
#error "tally's vocabularies need a compiler with #embed: clang 19 or later, as in Swift 6.2"
#endif

#endif
