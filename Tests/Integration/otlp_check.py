"""Strict checks of OTLP JSON, by opentelemetry-proto and by rules of our own for what that lets through.

Used by the otlp_*.py scripts beside it; needs `pip install -r requirements.txt`.
"""

import base64
import json
import math
import re

from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from opentelemetry.proto.logs.v1.logs_pb2 import LogsData
from opentelemetry.proto.metrics.v1.metrics_pb2 import MetricsData
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

MESSAGES = {"metrics": MetricsData, "traces": TracesData, "logs": LogsData}
ID_BYTES = {"traceId": 16, "spanId": 8, "parentSpanId": 8}
WIDE = {
    FieldDescriptor.TYPE_INT64, FieldDescriptor.TYPE_UINT64, FieldDescriptor.TYPE_SINT64,
    FieldDescriptor.TYPE_FIXED64, FieldDescriptor.TYPE_SFIXED64,
}


def unique(pairs):
    """An object without duplicate names."""
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"duplicate names in {names}"
    return dict(pairs)


def no_constant(text):
    raise AssertionError(f"{text} is no JSON")


def parse(text):
    """The tree of a line: no duplicate names, no NaN and Infinity."""
    return json.loads(text, object_pairs_hook=unique, parse_constant=no_constant)


def check(value, descriptor, path=""):
    """Walks a message with its descriptor and asserts what protobuf's own reader lets through."""
    assert isinstance(value, dict), f"{path} is no object"
    if descriptor.name == "AnyValue":
        assert len(value) == 1, f"{path} has {len(value)} values"
    fields = {field.json_name: field for field in descriptor.fields}
    for name, content in value.items():
        where = f"{path}.{name}"
        assert name in fields, f"{where} is no field, or not in lowerCamelCase"
        field = fields[name]
        if field.is_repeated:
            assert isinstance(content, list), f"{where} is no array"
            assert content or field.name != "values", f"{where} is empty"
            for element in content:
                check_one(element, field, where + "[]")
        else:
            check_one(content, field, where)
    if "attributes" in value:
        keys = [attribute["key"] for attribute in value["attributes"]]
        assert len(keys) == len(set(keys)), f"{path} has an attribute twice: {keys}"
        assert all(keys), f"{path} has an attribute without a name"
        assert all("value" in attribute for attribute in value["attributes"]), f"{path} has an attribute without a value"


def check_one(value, field, path):
    assert value is not None, f"{path} is null"
    if field.message_type:
        check(value, field.message_type, path)
    elif field.enum_type:
        assert isinstance(value, int) and not isinstance(value, bool), f"{path} is an enumeration by name"
        assert value in field.enum_type.values_by_number, f"{path} is {value}, which is no value"
    elif field.type in WIDE:
        assert isinstance(value, str), f"{path} is a number of 64 bits, not text"
        assert re.fullmatch(r"-?(0|[1-9][0-9]*)", value), f"{path} is {value!r}"
    elif field.type == FieldDescriptor.TYPE_DOUBLE:
        assert isinstance(value, (int, float)) and not isinstance(value, bool), f"{path} is no number"
        assert math.isfinite(value), f"{path} is not finite"
    elif field.json_name in ID_BYTES:
        digits = 2 * ID_BYTES[field.json_name]
        assert re.fullmatch(f"[0-9a-f]{{{digits}}}", value), f"{path} is {value!r}"
        assert value.strip("0"), f"{path} is all zeros"
    elif field.type == FieldDescriptor.TYPE_STRING:
        assert isinstance(value, str), f"{path} is no text"
        value.encode("utf-8")  # throws for a lone surrogate


def base64_ids(value):
    """The tree with ids as protobuf's reader wants them: it takes hexadecimal digits for base64 without a word."""
    if isinstance(value, list):
        return [base64_ids(element) for element in value]
    if not isinstance(value, dict):
        return value
    return {
        name: base64.b64encode(bytes.fromhex(content)).decode() if name in ID_BYTES else base64_ids(content)
        for name, content in value.items()
    }


def read(text, signal):
    """The message of a line, checked."""
    tree = parse(text)
    check(tree, MESSAGES[signal].DESCRIPTOR)
    return json_format.ParseDict(base64_ids(tree), MESSAGES[signal](), ignore_unknown_fields=False)


def token_sums(messages):
    """The input and output tokens of metrics of 1.41 or of the draft's counters, and those of overflows."""
    sums = {"input": 0, "output": 0, "overflow": 0}
    for metrics in messages:
        for resource in metrics.resource_metrics:
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    add_tokens(sums, metric)
    return sums


def add_tokens(sums, metric):
    draft = "gen_ai.client.inference.usage."
    if metric.name == "gen_ai.client.token.usage":
        points, kind = metric.histogram.data_points, None
    elif metric.name in (draft + "input_tokens", draft + "output_tokens"):
        points, kind = metric.sum.data_points, metric.name.removeprefix(draft).removesuffix("_tokens")
    else:
        return
    for point in points:
        attributes = {attribute.key: attribute.value for attribute in point.attributes}
        if "otel.metric.overflow" in attributes:
            name = "overflow"
        else:
            name = kind or attributes["gen_ai.token.type"].string_value
        sums[name] += int(point.as_int) if kind else int(point.sum)
        if not kind:
            assert len(point.bucket_counts) == len(point.explicit_bounds) + 1
            assert sum(point.bucket_counts) == point.count
        assert point.start_time_unix_nano < point.time_unix_nano
