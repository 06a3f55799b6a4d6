"""Writes Tests/TallyTokenizerTests/Fixtures/golden-ids.jsonl: texts with their ids, as tiktoken gives them.

    .reference/bin/python Tests/Reference/golden_ids.py > Tests/TallyTokenizerTests/Fixtures/golden-ids.jsonl

One object a line: `bytes` is the text in hexadecimal (some are no valid UTF-8), then the ids by encoding.
"""

import json
import os
import sys

os.environ["TIKTOKEN_CACHE_DIR"] = os.path.join(sys.prefix, "ranks")

import tiktoken  # noqa: E402

TEXTS = [
    "", " ", "  ", "   ", "\n", "\n\n", "\n\n\n\n\n", "\t", "\t\t\t", "\r\n", "\r\n\r\n", " \n", "\n ", "a\n  ", "a \n ",
    "a  b", "a   ", "   a", "x\n\n   y\n", "\u00a0a", "a\u3000b", "\u2028x", "\u0085x", "\u180ex", "\ufeffx", "\u200bx",
    "hello", "Hello", "HELLO", " hello", "hello world", "Hello, world!", "Hello, World! How are you?",
    "don't", "DON'T", "Don't", "IT'S", "we'll they'VE I'd I'M", "don\u2019t", "'tis", "x'", "''", "'s's", "x's's",
    "can'ts", "don'\u017f", "x'rE", "'\u017f", "1", "12", "123", "1234", "1234567890", "3.14159", "1,234,567",
    "\u0663\u0664\u0665\u0666", "\u2167\u00bd\u00b2", "2024-05-13T10:20:30Z", "0x1F4A9", "iPhone", "XMLHttpRequest",
    "camelCaseString", "snake_case_string", "SCREAMING_CASE", "GaN WiFi QQ", "NASA launches", "\u00c0\u00c9\u00ce",
    "Stra\u00dfe STRASSE", "\u0130stanbul \u0131I", "\u01c5ungla", "\u4f7f\u7528API", "\u4f7f\u7528APIs",
    "A\u4f60B\u597dCd", "\u4eca\u5929\u5929\u6c14\u5f88\u597d", "\u3053\u3093\u306b\u3061\u306f\u4e16\u754c",
    "\uc548\ub155\ud558\uc138\uc694 \uc138\uacc4", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u05e9\u05dc\u05d5\u05dd",
    "\u0928\u092e\u0938\u094d\u0924\u0947", "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd", "e\u0301", "\u0301abc", "\u0301ABC",
    "!\u0301A", "!!\u0301A", " \u0301a", "\u0301'sA", "x\u0301\u0301 y", "\U0001f600", "\u263a\ufe0f",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f1eb\U0001f1f7", "\u2460\u2461\u2462",
    "!!!", "???!!!", "-----", "/*//*/", "//////", " /a", "!/\n/a", "!\n\n/x", ".\r\n/ ", "<table><tr><td>x</td></tr></table>",
    "<|endoftext|>", "<|im_start|>user\nhi<|im_end|>", "def f(x):\n    return x + 1\n", "if (a == b) {\n\treturn c;\n}",
    '{"key": [1, 2, 3], "b": null}', "https://example.com/a/b?c=d&e=f#g", "C:\\Windows\\System32", "\x00", "a\x00b",
    "\x00\x00\x00\x00", "\x1c", " \x1cx", "\x7f", "\u00ad", "\ue000", "\U000f0000", "\ufffd", "\U0001d400\U0001d401",
    "\u02bc", "\u02b0A", "\u00aa \u00ba", "a" * 32, "a" * 200, "ab" * 10, " " * 40 + "x", " " * 300, "0" * 40,
    "ha" * 300, "=" * 500, "\u4e00" * 200, "\u0301" * 200, "QWxhZGRpbjpvcGVuIHNlc2FtZQ" * 20,
    "it's", "\u03a3\u0391\u03a3 \u03c3\u03b1\u03c2", "\u4f60\u597d\uff0c\u4e16\u754c\uff01",
    "\u6771\u4eac\u30bf\u30ef\u30fc", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e",
    "\u09ac\u09be\u0982\u09b2\u09be \u09ad\u09be\u09b7\u09be",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440!",
    "\u0393\u03b5\u03b9\u03ac \u03c3\u03bf\u03c5 \u039a\u03cc\u03c3\u03bc\u03b5",
    "Ti\u1ebfng Vi\u1ec7t c\u00f3 d\u1ea5u", "\u1781\u17d2\u1798\u17c2\u179a",
    "\u10e5\u10d0\u10e0\u10d7\u10e3\u10da\u10d8", "\u12a0\u121b\u122d\u129b", "\u1403\u14c4\u1483\u144e\u1450\u1466",
    "\u65e5\u672c\u8a9e\u3068English\u306e\u6df7\u5728", "\u6f22\u5b57\u4eee\u540d\u4ea4\u3058\u308a\u6587", "\u00e9",
    "\u00c5 A\u030a \u212b", "\ufb01 \ufb02 \ufb00", "\uff46\uff55\uff4c\uff4c\uff57\uff49\uff44\uff54\uff48",
    "\uff76\uff80\uff76\uff85", "\uac01 \u1100\u1161\u11a8", "\u0e33 \u0e4d\u0e32", "a\u0300\u0301\u0302b",
    "\U0001f44d\U0001f3fd", "\U0001f469\u200d\U0001f4bb", "\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea",
    "\U0001f916\U0001f525", "\u2122\u00a9\u00ae", "\u2192\u2190\u2191\u2193", "\u2550\u2550\u2550",
    "\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500", "\u2026", "\u201cquoted\u201d", "\u2018single\u2019",
    "\u201elow\u201c", "\u2014\u2013-", "\u00ab\u00bb", "\u00a7\u00b6\u2020\u2021", "\u00b5 \u03a9 \u00c5",
    "\u2211\u222b\u221a\u221e", "\u20ac\u00a3\u00a5\u20b9", "...", "=====", "#####", "<s>[INST] hi [/INST]", "</s>",
    "[IMG]", "<unk>", "for i in range(10):\n\tprint(i)\n\n\n# done", "SELECT * FROM t WHERE a='b';",
    "user@example.com", "$HOME/bin:$PATH", "a+b-c*d/e%f^g&h|i~j", "x=>y?.z??w", "foo::bar<baz>(qux)", "\\n\\t\\\\",
    "`code` **bold** _it_", "\x01\x02", "\u200d\u200c", "\ufdd0", "\U00020000\U0002a6d6", "\u3005\u3006\u3007",
    "\u30fc", "\uff70", "\u02b0", "hahahahahahahahahahahahahahahahahahahahahahahahahahahahahaha",
   
]
# Cut characters, lone surrogates, overlong forms, bytes that never occur.
INVALID = [
    b"\xff", b"a\x80b", b"\xc3", b"\xe2\x82", b"\xe2\x82a", b"\xf0\x9f\x98", b"\xf0\x9f\x98 ", b"\xed\xa0\x80",
    b"\xed\xb0\x80x", b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80",
    b"\xc3\xc3\xa9", b"ok \xe4\xbd then \xe4\xbd\xa0", b"\x80\x80\x80",
]


def main():
    encodings = {name: tiktoken.get_encoding(name) for name in ("o200k_base", "cl100k_base")}
    for data in [text.encode() for text in TEXTS] + INVALID:
        text = data.decode("utf-8", errors="replace")
        record = {"bytes": data.hex()}
        for name, encoding in encodings.items():
            record[name] = encoding.encode_ordinary(text)
        print(json.dumps(record, separators=(",", ":")))


if __name__ == "__main__":
    main()
