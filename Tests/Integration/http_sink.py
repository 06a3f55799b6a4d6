"""A receiver that keeps what it gets: which records, how often, and whether each was the same every time.

It is the far end of http_faults.py. The records follow from their numbers (Tests/Driver/HTTPDrive+Records.swift), so that
what is missing or changed is known without a list.
"""

import asyncio
import hashlib
import re
import threading

START = 1_798_761_600_000
RECORD = re.compile(rb'"id":"([0-9a-f-]{36})","time":"([^"]{24})"')


class Sink:
    """A server of HTTP/1.1 on loopback, in a thread of its own."""

    def __init__(self, records):
        self.reset(records)
        self.port = None
        self.ready = threading.Event()
        threading.Thread(target=self.serve, daemon=True).start()
        self.ready.wait()

    def reset(self, records):
        self.seen = bytearray(records)
        self.records = 0
        self.requests = 0
        self.strange = []
        self.keys = {}
        self.repeated_keys = 0

    def serve(self):
        asyncio.run(self.loop())

    async def loop(self):
        server = await asyncio.start_server(self.connected, "127.0.0.1", 0, backlog=256)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        async with server:
            await server.serve_forever()

    async def connected(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head).group(1))
                key = re.search(rb'(?i)\r\nidempotency-key: *"([^"]+)"', head)
                self.keep(await reader.readexactly(length), key and key.group(1))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def keep(self, body, key):
        self.requests += 1
        digest = hashlib.blake2b(body, digest_size=16).digest()
        if key is None:
            self.strange.append("a request without a key")
        elif self.keys.setdefault(key, digest) != digest:
            self.strange.append("one key with two bodies")
        for identity, time in RECORD.findall(body):
            self.records += 1
            number = int(identity[19:23] + identity[24:], 16) & ((1 << 62) - 1)
            moment = int(identity[0:8] + identity[9:13], 16)
            if number >= len(self.seen) or moment != START + number or time != stamp(moment):
                self.strange.append(f"{identity.decode()} at {time.decode()} was never recorded")
            elif self.seen[number] < 255:
                self.seen[number] += 1

    def missing(self):
        return self.seen.count(0)

    def duplicates(self):
        return self.records - (len(self.seen) - self.missing())


def stamp(milliseconds):
    """The time of a record as text; only the days after the start are needed."""
    seconds, rest = divmod(milliseconds - START, 1000)
    days, seconds = divmod(seconds, 86400)
    return b"2027-01-%02dT%02d:%02d:%02d.%03dZ" % (1 + days, seconds // 3600, seconds // 60 % 60, seconds % 60, rest)
