"""Starts receivers on loopback and lets the driver send to them; used by the otlp_*.py scripts beside it."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait(url, process, seconds=30):
    """Waits until `url` answers anything."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the receiver has ended"
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{url} did not answer within {seconds} s")


def start_rotel(agent, log, *arguments):
    """Starts rotel, whose program is at `agent`, and returns its process and address."""
    port = free_port()
    command = [
        str(agent), "start", "--otlp-http-endpoint", f"127.0.0.1:{port}",
        "--otlp-grpc-endpoint", f"127.0.0.1:{free_port()}", *arguments,
    ]
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    wait(address, process)
    return process, address


def drive(driver, address, count, seed, kind, conventions, **variables):
    """Lets the driver send records, and returns what it says."""
    environment = {
        **os.environ, "OTEL_EXPORTER_OTLP_ENDPOINT": address, "OTEL_EXPORTER_OTLP_TIMEOUT": "30000",
        "OTEL_SERVICE_NAME": "tally-drive", **variables,
    }
    arguments = [driver, "otlp", "environment", str(count), str(seed), kind, conventions]
    result = subprocess.run(arguments, check=True, capture_output=True, env=environment, timeout=1800)
    return json.loads(result.stdout)
