# Shared by the scripts beside it: stages with their seconds, and what this machine has.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# stage NAME COMMAND…  runs the command and prints how long it took.
stages=()
stage() {
    local name=$1 start=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    "$@"
    stages+=("$(printf '%6d s  %s' $((SECONDS - start)) "$name")")
}

print_stages() {
    printf '\n== seconds of each stage\n'
    printf '%s\n' "${stages[@]}" "$(printf '%6d s  all' "$SECONDS")"
}

# skip WHAT WHY  says what is left out; where nothing may be, that is a failure.
skip() {
    if [ "${CI:-}" = true ]; then
        printf 'error: %s can not be left out in CI: %s\n' "$1" "$2" >&2
        exit 1
    fi
    printf 'skipped: %s: %s\n' "$1" "$2"
}

# Installs what a bare machine lacks; only CI does, since it needs root.
install_dependencies() {
    [ "${CI:-}" = true ] || return 0
    if ! has_pcre2 || ! has_compression || ! command -v xz >/dev/null \
        || ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        apt-get update --quiet --quiet
        DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes \
            libpcre2-dev zlib1g-dev libzstd-dev pkg-config xz-utils python3-venv
    fi
    make --no-print-directory reference
}

has_pcre2() { pkg-config --exists libpcre2-8 2>/dev/null; }

has_compression() { pkg-config --exists zlib libzstd 2>/dev/null; }

# The traits of the vocabularies that are off by default.
vocabularies=DeepSeek,GLM,KimiK2,MistralSPM,Qwen3,Qwen35,Tekken

# Those that bring packages for services along.
services=HTTPClient,LiveReport,Metrics,ServiceLifecycle

# All traits of counting that this machine can build.
counting_traits() {
    if has_pcre2; then echo "default,$vocabularies,PCRE2"; else echo "default,$vocabularies"; fi
}

# The traits of files, with which they are tested where memory and threads are watched.
file_traits() { ! has_compression || echo ",Compression"; }

# All traits that this machine can build.
all_traits() {
    if has_compression; then echo "$(counting_traits),$services,OTLPExport"; else echo "$(counting_traits),$services"; fi
}

# Unpacks the large texts that lie beside a checkout of ours, if they are there, and names the folder.
unpack_corpora() {
    [ -d ../shared/corpora ] || return 0
    mkdir -p .build-corpora
    local file
    for file in ../shared/corpora/*.xz; do
        xz --decompress --stdout "$file" > ".build-corpora/$(basename "$file" .xz)"
    done
    export TALLY_CORPORA=$PWD/.build-corpora
}

# The kernels of this kind of processor but for the fastest, as TALLY_KERNELS spells them.
slower_kernels() {
    case $(uname -m) in
        x86_64) echo avx2 sse2 scalar ;;
        *) echo scalar ;;
    esac
}

# has_kernels NAME TALLY  Whether that build of the command has these kernels on this processor, as it says itself.
has_kernels() {
    TALLY_KERNELS=$1 "$2" bench README.md --only count --passes 1 --format json 2>/dev/null \
        | grep "\"kernels\": *\"$1\"" >/dev/null
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum --algorithm 256 "$1"; fi | cut -d ' ' -f 1
}
