"""One measurement of another tool in a process of its own, which prints it as JSON.

Before the first pass the tool is imported, its tables are loaded and it has seen one letter, since some build tables only
then; so the first pass is cold, but no more than that. The passes after it are warm. An answer is kept until the clock has
stopped, so that freeing it costs nothing.
"""

import argparse
import hashlib
import json
import time

import texts
import tools


def clocks():
    return time.perf_counter_ns(), time.process_time_ns()


def lap(work):
    # Processor time of the whole process: some tools work in a thread of their own even if it is the only one.
    wall, cpu = clocks()
    answer = work()
    wall_end, cpu_end = clocks()
    return answer, {"wall_ns": wall_end - wall, "cpu_ns": cpu_end - cpu}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", choices=tools.LOADERS)
    parser.add_argument("operation", choices=["count", "encode"])
    parser.add_argument("encoding", choices=tools.RANKS)
    parser.add_argument("path")
    parser.add_argument("--prefix", type=int, help="only the first bytes of the text")
    parser.add_argument("--slice", type=int, help="calls on slices of so many bytes")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--passes", type=int, default=0, help="warm passes at most")
    parser.add_argument("--seconds", type=float, default=0.5, help="of warm passes, then no more of them")
    parser.add_argument("--ids", action="store_true", help="also a hash of the ids")
    arguments = parser.parse_args()

    call, kind, result = tools.LOADERS[arguments.tool](arguments.operation, arguments.encoding, arguments.threads)
    content = texts.read(arguments.path, arguments.prefix)
    if arguments.threads > 1:
        parts = texts.documents(content)
    else:
        parts = texts.slices(content, arguments.slice) if arguments.slice else [content]
    measured = sum(map(len, parts))
    inputs = [part.decode() for part in parts] if kind is str else parts

    if arguments.threads > 1:
        def work():
            return call(inputs)
    elif arguments.slice:
        def work():
            return list(map(call, inputs))
    else:
        def work():
            return [call(inputs[0])]

    letter = "a" if kind is str else b"a"
    _, setup = lap(lambda: call([letter] if arguments.threads > 1 else letter))
    answer, cold = lap(work)
    if arguments.threads > 1:
        tokens = result(answer)
    else:
        tokens = sum(found if isinstance(found, int) else len(found) for found in map(result, answer))
    record = {"bytes": measured, "calls": len(parts), "tokens": tokens, "setup": setup, "cold": cold, "passes": []}
    if arguments.ids:
        import numpy

        record["ids"] = hashlib.sha256(numpy.asarray(result(answer[0]), dtype="<u4").tobytes()).hexdigest()
    del answer
    spent = 0
    while len(record["passes"]) < arguments.passes and (spent < arguments.seconds * 1e9 or not record["passes"]):
        answer, time_taken = lap(work)
        record["passes"].append(time_taken)
        spent += time_taken["wall_ns"]
        del answer
    print(json.dumps(record))


if __name__ == "__main__":
    main()
