#!/usr/bin/env python3
"""Makes the packed vocabularies in data/ from the pinned packages.

    pack.py            fetch, check and pack all; needs a Swift toolchain
    pack.py --check    the same into a temporary folder, and compare with what is committed
    pack.py --ranks D  only fetch and check, and leave the rank files in folder D under the names that tiktoken gives
                       them in its cache

Nothing is packed unless the wheel and the rank file have the SHA-256 below; the rank files' hashes are the ones that
tiktoken itself expects. Equal input gives equal bytes.
"""

import argparse
import filecmp
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent

WHEELS = {
    "litellm==1.109.1": "1c8b4dd671fa0cd0850aa751678704ff77e595fb1e6085b2dc3be39ee19bdaaf",
}
# Vocabulary: wheel, member, the member's SHA-256. The member's name is the one in tiktoken's cache.
RANKS = {
    "o200k_base": (
        "litellm==1.109.1",
        "litellm/litellm_core_utils/tokenizers/fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    ),
    "cl100k_base": (
        "litellm==1.109.1",
        "litellm/litellm_core_utils/tokenizers/9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    ),
}


def check(data, expected, what):
    actual = hashlib.sha256(data).hexdigest()
    if actual != expected:
        sys.exit(f"pack.py: {what} has SHA-256 {actual}, but {expected} is pinned: nothing was packed")
    return data


def fetch(pin, folder):
    """Downloads the wheel for one platform, whatever this one is, so that the hash is the same everywhere."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
         "--platform", "manylinux_2_28_x86_64", "--python-version", "3.12", "--dest", folder, pin],
        check=True,
    )
    name, version = pin.split("==")
    (wheel,) = pathlib.Path(folder).glob(f"{name}-{version}-*.whl")
    check(wheel.read_bytes(), WHEELS[pin], pin)
    return wheel


def write_ranks(folder):
    """Leaves the checked rank files in `folder` and returns their paths by vocabulary."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / pathlib.PurePosixPath(member).name for name, (_, member, _) in RANKS.items()}
    missing = {name for name, path in paths.items()
               if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != RANKS[name][2]}
    for pin in {RANKS[name][0] for name in missing}:
        with tempfile.TemporaryDirectory() as downloads, zipfile.ZipFile(fetch(pin, downloads)) as wheel:
            for name in missing:
                if RANKS[name][0] == pin:
                    paths[name].write_bytes(check(wheel.read(RANKS[name][1]), RANKS[name][2], name))
    return paths


def pack(paths, folder):
    for name, path in paths.items():
        output = pathlib.Path(folder) / f"{name}.vocab"
        # Without traits, so that a table that is missing or of another version does not stand in its own way.
        subprocess.run(
            ["swift", "run", "--package-path", HERE.parent, "--scratch-path", HERE.parent / ".build-pack",
             "--configuration", "release", "--disable-default-traits", "--quiet",
             "tally", "vocab", "pack", path, "--output", output],
            check=True,
        )
        print(f"{name}: {output.stat().st_size} bytes, SHA-256 {hashlib.sha256(output.read_bytes()).hexdigest()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="compare with what is committed")
    group.add_argument("--ranks", metavar="D", help="only fetch the rank files into folder D")
    arguments = parser.parse_args()
    if arguments.ranks:
        write_ranks(arguments.ranks)
        return
    with tempfile.TemporaryDirectory() as ranks, tempfile.TemporaryDirectory() as packed:
        paths = write_ranks(ranks)
        pack(paths, packed if arguments.check else HERE / "data")
        if arguments.check:
            names = [f"{name}.vocab" for name in paths]
            _, different, missing = filecmp.cmpfiles(packed, HERE / "data", names, shallow=False)
            if different or missing:
                sys.exit(f"pack.py: {', '.join(different + missing)} in data/ is not what the sources give")
            print("data/ is what the sources give, byte for byte")


if __name__ == "__main__":
    main()
