// The system's Zstandard library.

#ifndef TALLY_CZSTD_SHIM_H
#define TALLY_CZSTD_SHIM_H

#include <zstd.h>

#endif
