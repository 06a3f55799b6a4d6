// The tables behind tally_ascii_character_class and tally_character_class.

#include "CTallyKernels.h"

const uint8_t tally_character_class_of_unicode_class[64] = {
    [TALLY_CATEGORY_LU] = TALLY_CHARACTER_UPPER,
    [TALLY_CATEGORY_LL] = TALLY_CHARACTER_LOWER,
    [TALLY_CATEGORY_LT] = TALLY_CHARACTER_UPPER,
    [TALLY_CATEGORY_LM] = TALLY_CHARACTER_UNCASED,
    [TALLY_CATEGORY_LO] = TALLY_CHARACTER_UNCASED,
    [TALLY_CATEGORY_MN ... TALLY_CATEGORY_ME] = TALLY_CHARACTER_MARK,
    [TALLY_CATEGORY_ND ... TALLY_CATEGORY_NO] = TALLY_CHARACTER_NUMBER,
    [TALLY_CATEGORY_PC ... TALLY_CATEGORY_CN] = TALLY_CHARACTER_OTHER,
    // 29 to 31 are no categories; white space wins over the category that it comes with.
    [TALLY_CATEGORY_CN + 1 ... 31] = TALLY_CHARACTER_OTHER,
    [TALLY_CLASS_WHITE_SPACE ... 63] = TALLY_CHARACTER_SPACE,
};

const uint8_t tally_ascii_character_classes[128] = {
    [0x00 ... 0x08] = TALLY_CHARACTER_OTHER,
    ['\t'] = TALLY_CHARACTER_SPACE,
    ['\n'] = TALLY_CHARACTER_NEWLINE,
    ['\v' ... '\f'] = TALLY_CHARACTER_SPACE,
    ['\r'] = TALLY_CHARACTER_NEWLINE,
    [0x0e ... 0x1f] = TALLY_CHARACTER_OTHER,
    [' '] = TALLY_CHARACTER_SPACE,
    ['!' ... '/'] = TALLY_CHARACTER_OTHER,
    ['0' ... '9'] = TALLY_CHARACTER_NUMBER,
    [':' ... '@'] = TALLY_CHARACTER_OTHER,
    ['A' ... 'Z'] = TALLY_CHARACTER_UPPER,
    ['[' ... '`'] = TALLY_CHARACTER_OTHER,
    ['a' ... 'z'] = TALLY_CHARACTER_LOWER,
    ['{' ... 0x7f] = TALLY_CHARACTER_OTHER,
};
