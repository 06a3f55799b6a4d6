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
