"""Runs one measurement in a process of its own, pinned to one core, and returns it in one form whoever made it."""

import json
import os
import pathlib
import subprocess
import sys
import hashlib

HERE = pathlib.Path(__file__).resolve().parent


class Failure(Exception):
    """Why there is no measurement."""


class Absence(Failure):
    """This machine or this build does not have what was to be measured."""


class Launcher:
    def __init__(self, tally, data, ranks, cores):
        self.tally = tally
        self.data = data
        self.cores = cores  # the last one gets the work of one thread: the first is often busy with interrupts
        single = ["RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TOKIO_WORKER_THREADS"]
        self.environment = os.environ | dict.fromkeys(single, "1") | {
            "TOKENIZERS_PARALLELISM": "false", "TIKTOKEN_CACHE_DIR": str(ranks), "TALLY_COMPARE_DATA": str(data),
            "PYTHONDONTWRITEBYTECODE": "1", "HF_HUB_OFFLINE": "1",
        }
        self.environment.pop("TALLY_KERNELS", None)

    def output(self, command, environment={}, threads=1, timeout=600):
        """What the command prints; its own complaint if it fails."""
        cores = self.cores[-threads:]
        everything = self.environment | environment
        if threads > 1:
            everything["RAYON_NUM_THREADS"] = str(threads)
        try:
            done = subprocess.run(
                list(map(str, command)), env=everything, capture_output=True, timeout=timeout,
                preexec_fn=lambda: os.sched_setaffinity(0, cores),
            )
        except subprocess.TimeoutExpired:
            raise Failure(f"not done after {timeout} s") from None
        if done.returncode != 0:
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            raise Failure(lines[-1] if lines else f"ended with status {done.returncode}")
        return done.stdout

    def measure(self, subject, path, passes, seconds=0.5, slice=None, threads=1, timeout=600):
        """One measurement: bytes, calls, tokens, the cold lap and the warm ones."""
        if subject.is_ours:
            return self._measure_ours(subject, path, passes, slice, threads, timeout)
        command = [sys.executable, HERE / "worker.py", subject.tool, subject.operation, subject.encoding, path,
                   "--passes", passes, "--seconds", seconds, "--threads", threads]
        if subject.prefix:
            command += ["--prefix", subject.prefix]
        if slice:
            command += ["--slice", slice]
        return json.loads(self.output(command, threads=threads, timeout=timeout))

    def _measure_ours(self, subject, path, passes, slice, threads, timeout):
        command = [self.tally, "bench", path, "--only", subject.operation, "--encoding", subject.encoding,
                   "--passes", passes, "--format", "json", "--quiet"]
        if slice:
            command.append("--small")
        if threads > 1:
            command += ["--threads", threads]
        environment = {"TALLY_KERNELS": subject.kernels} if subject.kernels else {}
        answer = json.loads(self.output(command, environment, threads, timeout))
        if subject.kernels and answer["kernels"] != subject.kernels:
            raise Absence(f"no {subject.kernels} kernels here")
        (found,) = [each for each in answer["measurements"] if each.get("slice_bytes") == slice]
        # The short calls come one size after the other in a process: only the first is cold, which nobody looks at.
        cold = found["cold"] or found["passes"][0]
        return {"bytes": found["bytes"], "calls": found["calls"], "tokens": found["tokens"], "setup": answer["setup"],
                "cold": cold, "passes": found["passes"], "kernels": answer["kernels"]}

    def answer(self, subject, path, timeout=600):
        """The number of tokens, and the hash of their ids if the operation gives ids."""
        if not subject.is_ours:
            command = [sys.executable, HERE / "worker.py", subject.tool, subject.operation, subject.encoding, path]
            if subject.prefix:
                command += ["--prefix", subject.prefix]
            if subject.operation == "encode":
                command.append("--ids")
            record = json.loads(self.output(command, timeout=timeout))
            return record["tokens"], record.get("ids")
        if subject.kernels:
            self.measure(subject, path, passes=1, timeout=timeout)  # are they there at all?
        environment = {"TALLY_KERNELS": subject.kernels} if subject.kernels else {}
        command = [self.tally, subject.operation, path, "--encoding", subject.encoding, "--quiet"]
        if subject.operation == "count":
            return int(self.output(command + ["--total"], environment, timeout=timeout)), None
        ids = list(map(int, self.output(command, environment, timeout=timeout).split()))
        packed = b"".join(id.to_bytes(4, "little") for id in ids)
        return len(ids), hashlib.sha256(packed).hexdigest()

    def expected(self, subject, path):
        """What tiktoken answers to the text that the subject is given."""
        command = [sys.executable, HERE / "worker.py", "tiktoken", "encode", subject.encoding, path, "--ids"]
        if subject.prefix:
            command += ["--prefix", subject.prefix]
        record = json.loads(self.output(command))
        return record["tokens"], record["ids"]
