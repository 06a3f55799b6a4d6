# What there is to do with Tally. `make test` is what CI runs.

PREFIX ?= /usr/local
PYTHON ?= python3

# Apple's systems bring the Swift runtime; elsewhere the command carries it along, and the C library as well: to find and
# bind shared libraries takes longer than to count a prompt.
INSTALL_FLAGS := --configuration release --product tally --scratch-path .build-install \
    $(if $(filter Darwin,$(shell uname)),,-Xswiftc -static-executable)

# A build for measuring, apart from all others: a trait or a flag of theirs must not get into it.
COMPARE_FLAGS := $(patsubst .build-install,.build-compare,$(INSTALL_FLAGS))

.PHONY: build test check-all lint format reference integration install uninstall docs bench compare gates vocabularies models prices clean .FORCE

build:  ## A release build of everything the default traits give
	swift build --configuration release

test:  ## All tests; comparisons with what is not installed are skipped by name
	@.ci/test

check-all:  ## The whole matrix: every trait, more fuzzing, benchmarks, documentation
	@.ci/check-all

lint:  ## Formatting and documentation rules
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks Examples

format:  ## Formats what lint complains about
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks Examples

reference:  ## Installs the reference libraries into .reference/
	$(PYTHON) -m venv .reference
	.reference/bin/pip install --quiet --disable-pip-version-check --requirement Tests/Reference/requirements.txt
	.reference/bin/python vocabularies/pack.py --ranks .reference/ranks
	.reference/bin/python vocabularies/pack_claude.py --unpack .reference/ctok
	.reference/bin/python Tests/Reference/recorded_responses.py --fetch
	$(PYTHON) -m venv .reference/integration
	.reference/integration/bin/pip install --quiet --disable-pip-version-check --requirement Tests/Integration/requirements.txt

integration:  ## Beside real receivers, engines, pre-commit and a browser, killed and starved, in full; takes an hour
	swift build --configuration release --product TallyDriver --traits default,OTLPExport --scratch-path .build-driver
	swift build --configuration release --product tally --traits default,OTLPExport --scratch-path .build-driver
	@.ci/integration .build-driver/release/TallyDriver .build-driver/release/tally --full

install:  ## Builds `tally`, on Linux statically, and installs it into PREFIX/bin
	swift build $(INSTALL_FLAGS)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$(swift build $(INSTALL_FLAGS) --show-bin-path)/tally" "$(DESTDIR)$(PREFIX)/bin/tally"
	strip "$(DESTDIR)$(PREFIX)/bin/tally"

uninstall:  ## Removes what install put there
	rm -f "$(DESTDIR)$(PREFIX)/bin/tally"

docs:  ## The documentation of the libraries, into .build-docs/
	@.ci/docs

bench:  ## The benchmark suites
	swift package --package-path Benchmarks benchmark

compare: .reference/compare/.installed .build-compare/tally  ## Measures this and other tokenizers here; what else it can: ARGS=--help
	$(if $(filter --startup --all,$(ARGS)),swift build --configuration release --product tally)
	.reference/compare/bin/python Benchmarks/compare --tally .build-compare/tally \
	    $(if $(filter --startup --all,$(ARGS)),--dynamic "$$(swift build --configuration release --show-bin-path)/tally") \
	    --ranks .reference/ranks --data .build-compare/data --output .build-compare $(ARGS)

gates:  ## Counts instructions and allocations, fails if there are more than recorded; ARGS=--update records them
	@.ci/gates $(ARGS)

# Stripped: valgrind does not understand what the compiler writes for debuggers.
.build-compare/tally: .FORCE
	swift build $(COMPARE_FLAGS)
	strip -o $@ "$$(swift build $(COMPARE_FLAGS) --show-bin-path)/tally"

.reference/compare/.installed: Benchmarks/compare/requirements.txt
	$(PYTHON) -m venv .reference/compare
	.reference/compare/bin/pip install --quiet --disable-pip-version-check --requirement $<
	.reference/compare/bin/python vocabularies/pack.py --ranks .reference/ranks
	touch $@

vocabularies:  ## Makes the packed vocabularies again from their sources
	$(PYTHON) vocabularies/pack.py
	.reference/bin/python vocabularies/pack_claude.py
	.reference/bin/python vocabularies/pack_sentencepiece.py

models:  ## Makes the catalogue of models again from facts.tsv and the price list
	$(PYTHON) Sources/TallyVocabularies/Models/models.py

prices:  ## Makes the packed price book again from its source
	$(PYTHON) Sources/CTallyPrices/pack_prices.py

clean:  ## Removes all builds
	rm -rf .build .build-*
