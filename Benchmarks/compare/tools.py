"""The other tools, each through the rawest interface that its package has.

A tool is loaded with everything it needs, so that only its work is left to be timed. Each returns a function from a text
to an answer, the form of text that it wants (bytes or str), and a function from an answer to token ids, or to the number
of tokens for an operation that counts or has many texts. Text is ordinary text everywhere: no special tokens.
"""

import os
import pathlib

RANKS = {
    "o200k_base": "fb374d419588a4632f3f557e76b4b70aebbca790",
    "cl100k_base": "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
}


def ranks(encoding):
    """The rank file of an encoding, in the folder that `make reference` fills."""
    return pathlib.Path(os.environ["TIKTOKEN_CACHE_DIR"]) / RANKS[encoding]


def tiktoken(operation, encoding, threads):
    import numpy
    import tiktoken

    tokenizer = tiktoken.get_encoding(encoding)
    if threads > 1:
        # The batch interface has no buffers; lists are all there is.
        return (lambda texts: tokenizer.encode_ordinary_batch(texts, num_threads=threads)), str, sum_lists
    core = tokenizer._core_bpe
    nothing = set()
    return (lambda text: core.encode_to_tiktoken_buffer(text, nothing)), str, (
        lambda buffer: numpy.frombuffer(buffer, dtype=numpy.uint32))


def gigatoken(operation, encoding, threads):
    import gigatoken

    pretokenizer = {"o200k_base": "o200k", "cl100k_base": "gpt4"}[encoding]
    tokenizer = gigatoken.Tokenizer.from_tiktoken(ranks(encoding), pretokenizer, special_tokens={}).backend
    if threads > 1:
        import awkward

        return (lambda texts: tokenizer.encode_batch(texts, parallel=True)), bytes, (
            lambda ids: int(awkward.count(ids)))
    return tokenizer.encode, bytes, (lambda ids: ids)


def quicktok(operation, encoding, threads):
    import quicktok

    tokenizer = quicktok.get_encoding(encoding)
    if threads > 1:
        return (lambda texts: tokenizer.encode_batch(texts, threads)), str, (lambda answer: len(answer[0]))
    if operation == "count":
        return tokenizer.count, str, int
    # A batch of one gives an array; encode_ordinary builds a list, which is slower but for short texts.
    return Lengthwise(lambda text: tokenizer.encode_batch([text], 1)[0], tokenizer.encode_ordinary), str, (
        lambda ids: ids)


def bpe_openai(operation, encoding, threads):
    from bpe_openai import _bindings

    tokenizer = _bindings.tokenizer_for_encoding(encoding)
    if operation == "count":
        return tokenizer.count, str, int
    return tokenizer.encode, str, (lambda ids: ids)


def tokenizers(operation, encoding, threads):
    import hugging_face
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(hugging_face.tokenizer_file(encoding, ranks(encoding))))
    return (lambda text: tokenizer.encode_batch_fast([text], add_special_tokens=False)), str, (
        lambda answer: answer[0].ids)


class Lengthwise:
    """Takes one of two functions by the length of the text."""

    def __init__(self, long, short):
        self.long, self.short = long, short

    def __call__(self, text):
        return self.short(text) if len(text) < 10_000 else self.long(text)


def sum_lists(lists):
    return sum(map(len, lists))


LOADERS = {
    "tiktoken": tiktoken,
    "gigatoken": gigatoken,
    "quicktok": quicktok,
    "bpe-openai": bpe_openai,
    "tokenizers": tokenizers,
}
