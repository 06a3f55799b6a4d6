// The system's PCRE2 with 8-bit code units: the library has no header for one width, the includer chooses.

#ifndef TALLY_CPCRE2_SHIM_H
#define TALLY_CPCRE2_SHIM_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
