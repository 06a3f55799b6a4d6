#!/usr/bin/env python3
"""Exports a made ledger as FOCUS 1.2 and has the official validator of the FinOps Foundation check it.

Shows: the validator finds nothing but the contradiction that it has itself (the rules InvoiceId-C-004 and -C-005 exclude
each other); and, since it passes over much, by our own checks: unit price times quantity is the cost to the last digit,
tags are flat, times are UTC in whole seconds, no cell is a placeholder, costs and tokens add up to those of the ledger
that was made, for every day and meter and for the three periods.

Run:  swift build --product tally
      python3.12 -m venv venv && venv/bin/pip install focus-validator==2.2.1 pyarrow==18.1.0
      venv/bin/python Tests/Integration/focus_validator.py .build/debug/tally [--calls 3000] [--seed 7]

The validator needs Python 3.12 or newer (an older pip installs 1.0.0, which is broken). It takes about a minute and no
network. Exits with 1 at a finding.
"""

import argparse
import collections
import csv
import datetime
import decimal
import json
import os
import random
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile

D = decimal.Decimal
decimal.getcontext().prec = 100

CRITERIA = ",".join([
    "UNIT_PRICING_SUPPORTED", "PUBLIC_PRICE_LIST_SUPPORTED", "USAGE_MEASUREMENT_SUPPORTED", "TAGGING_SUPPORTED",
    "MULTIPLE_PRICING_CATEGORIES_SUPPORTED", "ACCOUNT_NAMING_SUPPORTED",
])
# Both have empty conditions, so that one of the two always fails.
CONTRADICTION = {"CostAndUsage-InvoiceId-C-004-C", "CostAndUsage-InvoiceId-C-005-C", "InvoiceId-C-004-C",
                 "InvoiceId-C-005-C"}

RATES = {
    ("openai", "gpt-4o"): {"input_uncached": "2.5", "cache_read": "1.25", "output_text": "10"},
    ("anthropic", "claude-sonnet-4-5"): {"input_uncached": "3", "cache_read": "0.3", "cache_write_5m": "3.75",
                                         "output_text": "15", "reasoning": "15"},
    ("google", "gemini-2.5-flash"): {"input_uncached": "0.3", "cache_read": "0.0375", "output_text": "2.5"},
}
PICO = D("0.000000000001")


def make_ledger(folder, calls, seed):
    """Writes records in the form of RecordFields, and returns what they add up to."""
    rng = random.Random(seed)
    start = datetime.datetime(2026, 10, 30, tzinfo=datetime.timezone.utc)
    sums = {"cost": D(0), "tokens": collections.Counter(), "day": collections.Counter(), "unpriced": 0, "provider": D(0)}
    files = {}
    for number in range(calls):
        time = start + datetime.timedelta(milliseconds=rng.randrange(4 * 86_400_000))
        day = time.strftime("%Y-%m-%d")
        provider, model = rng.choice(sorted(RATES))
        usage = {name: rng.randrange(1, 20_000) for name in RATES[provider, model]}
        record = {
            "schema": 1, "kind": "usage", "id": f"01a2d3c4-e5f6-7000-8000-{number:012x}",
            "time": time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z",
            "call_id": f"01a2d3c4-e5f6-7000-8000-{number:012x}", "attempt": 1, "provider": provider, "model": model,
            "batch": rng.random() < 0.2, "usage_source": "provider", "usage_check": "agrees", "stream": False,
            "complete": True, "feature": rng.choice(["answers", 'say "so", or not', "größe\\"]),
        }
        if rng.random() < 0.8:
            record["team"] = rng.choice(["search", "support"])
        kind = rng.random()
        if kind < 0.1:
            record["model"] = "nobody-knows-this-model"
            usage = {"input_uncached": usage["input_uncached"], "output_text": usage["output_text"]}
            record["unpriced"] = [{"counter": c, "quantity": q, "reason": "unknown_model"} for c, q in usage.items()]
            record["priced_usd"], record["book"], record["lines"] = D(0), "b" * 64, []
            sums["unpriced"] += 1
        else:
            lines, cost = [], D(0)
            for counter, quantity in usage.items():
                rate = D(RATES[provider, record["model"]][counter])
                line = {"counter": counter, "quantity": quantity, "rate": rate, "per": 1_000_000,
                        "list": "genai-prices 0.2.3"}
                factor = D(1)
                if record["batch"]:
                    rate, line["selectors"] = rate / 2, {"processing": "batch"}
                    line["rate"] = rate
                if record.get("team") == "search":
                    factor = D("0.9137")
                    line["factors"] = [{"name": "committed use", "factor": "0.9137"}]
                amount = (rate * quantity * factor / 1_000_000).quantize(PICO, decimal.ROUND_HALF_EVEN)
                line["amount_usd"] = amount
                lines.append(line)
                cost += amount
            record.update(lines=lines, priced_model=model, priced_provider=provider, book="b" * 64)
            if kind < 0.2:
                own = (cost * D("1.01")).quantize(PICO)
                record.update(cost_usd=own, cost_source="provider", provider_cost_usd=own, catalogue_cost_usd=cost,
                              cost_drift_usd=own - cost)
                sums["provider"] += own
                cost = own
            else:
                record.update(cost_usd=cost, cost_source="catalogue")
            sums["cost"] += cost
            sums["day"][day] += cost
        record["usage"] = usage
        record["input_tokens"] = sum(q for c, q in usage.items() if c not in ("output_text", "reasoning"))
        record["output_tokens"] = sum(q for c, q in usage.items() if c in ("output_text", "reasoning"))
        record["total_tokens"] = record["input_tokens"] + record["output_tokens"]
        sums["tokens"][day] += record["total_tokens"]
        files.setdefault(day, []).append(json.dumps(Plain.of(record), ensure_ascii=False, default=str))
    for day, lines in files.items():
        os.makedirs(f"{folder}/dt={day}")
        with open(f"{folder}/dt={day}/20261101T000000000Z-1-0000000000000001.jsonl", "w", encoding="utf-8") as file:
            file.write("\n".join(Plain.numbers(line) for line in lines) + "\n")
    return sums


class Plain:
    """Decimals as JSON numbers with all their digits, which the json module has no way for."""

    MARK = "\u0001"

    @classmethod
    def of(cls, value):
        if isinstance(value, D):
            text = format(value, "f")
            return cls.MARK + (text.rstrip("0").rstrip(".") if "." in text else text) + cls.MARK
        if isinstance(value, dict):
            return {key: cls.of(item) for key, item in value.items()}
        if isinstance(value, list):
            return [cls.of(item) for item in value]
        return value

    @classmethod
    def numbers(cls, line):
        return re.sub(r'"\\u0001([-0-9.]+)\\u0001"', r"\1", line)


def validate(path):
    """Returns the rules that the official validator finds broken, and how many it finds kept."""
    validator = os.path.join(os.path.dirname(sys.executable), "focus-validator")
    report = path + ".xml"
    # It opens its list of currencies relative to where its package lies.
    site = sysconfig.get_paths()["purelib"]
    done = subprocess.run(
        [validator, "--data-file", path, "--validate-version", "1.2", "--applicability-criteria", CRITERIA,
         "--output-type", "unittest", "--output-destination", report, "--block-download"],
        capture_output=True, text=True, cwd=site)
    if not os.path.exists(report):
        print(done.stdout[-4000:], done.stderr[-4000:])
        raise SystemExit("the validator wrote no report")
    import xml.etree.ElementTree as tree
    failed, passed = [], 0
    for case in tree.parse(report).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            element = case.find("failure") if case.find("failure") is not None else case.find("error")
            failed.append((case.get("name"), element.get("message")))
        elif case.find("skipped") is None:
            passed += 1
    return failed, passed


TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
NUMBER = re.compile(r"^-?\d+\.\d+$")


def check(path, sums, period):
    """Our own assertions over every row; returns what is wrong."""
    wrong = []
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        return ["no rows"]
    seen = set()
    cost, tokens, days, own = D(0), 0, collections.Counter(), D(0)
    for number, row in enumerate(rows, 2):
        def expect(holds, what):
            if not holds:
                wrong.append(f"line {number}: {what}")

        for name in ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity"):
            expect(NUMBER.match(row[name]), f"{name} is {row[name]!r}")
        for name in ("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"):
            expect(TIME.match(row[name]), f"{name} is {row[name]!r}")
        start, end = (datetime.datetime.fromisoformat(row[f"ChargePeriod{x}"].replace("Z", "+00:00")) for x in ("Start", "End"))
        expect(start < end and (period != "day" or end - start == datetime.timedelta(days=1)), "the charge period")
        expect(period != "hour" or end - start == datetime.timedelta(hours=1), "the charge period")
        expect(row["BillingPeriodStart"] <= row["ChargePeriodStart"] < row["ChargePeriodEnd"] <= row["BillingPeriodEnd"],
               "the charge period is not in the billing period")
        expect(all(isinstance(v, (str, int, float, bool, type(None))) for v in json.loads(row["Tags"]).values()), "tags")
        expect(all(k.startswith("x_") for k in json.loads(row["SkuPriceDetails"] or "{}")), "SkuPriceDetails")
        expect("" == row["InvoiceId"], "an invoice")
        if row["SkuPriceId"]:
            quantity = D(row["PricingQuantity"])
            expect(D(row["ListUnitPrice"]) * quantity == D(row["ListCost"]), "list price times quantity")
            expect(D(row["ContractedUnitPrice"]) * quantity == D(row["ContractedCost"]), "contracted price times quantity")
            difference = abs(D(row["EffectiveCost"]) - D(row["ContractedCost"]))
            expect(difference <= int(row["x_Requests"]) * PICO / 2, f"the costs differ by {difference}")
            if row["PricingUnit"].endswith(" Tokens"):
                expect(row["PricingUnit"] == "1000000 Tokens" and row["ConsumedUnit"] == "Tokens", "the unit")
                expect(quantity * 1_000_000 == D(row["ConsumedQuantity"]), "the quantity")
        else:
            expect(row["x_UnpricedReason"] and row["x_CostSource"] == "unpriced", "no price and no reason")
            expect(not any(row[x] for x in ("ListUnitPrice", "ContractedUnitPrice", "PricingQuantity", "PricingUnit")),
                   "a price without a SKU price")
        key = tuple(row[x] for x in rows[0] if not x.endswith(("Cost", "Quantity", "x_Requests", "x_ConsumedTokens")))
        expect(key not in seen, "two rows for the same charge")
        seen.add(key)
        cost += D(row["EffectiveCost"])
        days[row["ChargePeriodStart"][:10]] += D(row["EffectiveCost"])
        tokens += int(row["x_ConsumedTokens"] or 0)
        if row["x_CostSource"] == "provider":
            own += D(row["EffectiveCost"])
    if cost != sums["cost"]:
        wrong.append(f"the costs add up to {cost}, those of the ledger to {sums['cost']}")
    if own != sums["provider"]:
        wrong.append(f"the provider's costs add up to {own}, those of the ledger to {sums['provider']}")
    if tokens != sum(sums["tokens"].values()):
        wrong.append(f"the tokens add up to {tokens}, those of the ledger to {sum(sums['tokens'].values())}")
    if period != "month" and any(days[d] != c for d, c in sums["day"].items()):
        wrong.append("the costs of a day differ")
    print(f"  {period}: {len(rows)} rows, {cost} USD, {tokens} tokens: {'as expected' if not wrong else 'WRONG'}")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tally")
    parser.add_argument("--calls", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.calls} calls")
    folder = tempfile.mkdtemp(prefix="tally-focus-")
    wrong = []
    try:
        sums = make_ledger(f"{folder}/ledger", arguments.calls, arguments.seed)
        for period in ("hour", "day", "month"):
            path = f"{folder}/{period}.csv"
            done = subprocess.run(
                [arguments.tally, "export", "--format", "focus", "--period", period, "--account-id", "acct-4711",
                 "--account-name", "Acme", "-o", path, f"{folder}/ledger"], capture_output=True, text=True)
            if done.returncode != 0:
                print(done.stderr)
                return 1
            wrong += check(path, sums, period)
        failed, passed = validate(f"{folder}/day.csv")
        unknown = [(name, message) for name, message in failed if not any(x in (name or "") for x in CONTRADICTION)]
        print(f"  focus-validator, FOCUS 1.2: {passed} rules kept, {len(failed)} broken")
        for name, message in failed:
            print(f"    {name}: {message}")
        wrong += [f"{name}: {message}" for name, message in unknown]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in wrong[:20]:
        print("  " + line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
