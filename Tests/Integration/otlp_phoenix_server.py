"""`phoenix serve`, with its gRPC port on loopback too: arize-phoenix 20.26.1 opens it to the world."""

import sys

import grpc.aio._server

add_insecure_port = grpc.aio._server.Server.add_insecure_port
grpc.aio._server.Server.add_insecure_port = lambda server, address: add_insecure_port(
    server, address.replace("[::]", "127.0.0.1")
)
sys.argv = ["phoenix", "serve"]

from phoenix.server.main import main  # noqa: E402

main()
