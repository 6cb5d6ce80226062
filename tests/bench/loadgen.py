"""Load generator for servers that sync Yjs documents over websockets.

    python -m tests.bench.loadgen SCENARIO --url ws://127.0.0.1:1234/{room} [options]

Drives any server that speaks the y-websocket protocol, Hocuspocus's or Byline's, and prints
one JSON line. README.md says what each field means.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvloop

from tests.bench import scenarios, typing_load
from tests.bench.bench import Bench
from tests.bench.framing import FRAMINGS
from tests.bench.process import Server, Watch
from tests.bench.vclient import Target
from tests.bench.wire import WireError

Scenario = Callable[[Bench], Awaitable[dict[str, Any]]]

SCENARIOS: dict[str, Scenario] = {
    "fanout": typing_load.fanout,
    "rooms": typing_load.rooms,
    "saturate": typing_load.saturate,
    "storm": scenarios.storm,
    "idle": scenarios.idle,
    "coldload": scenarios.coldload,
    "crash": scenarios.crash,
}


def parser() -> argparse.ArgumentParser:
    """The command line: one sub-command for each scenario."""
    top = argparse.ArgumentParser(
        prog="loadgen",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sub = top.add_subparsers(dest="scenario", required=True, metavar="SCENARIO")
    for name, run in SCENARIOS.items():
        p = sub.add_parser(name, help=(run.__doc__ or "").splitlines()[0])
        p.add_argument("--label", help="copied to the output")
        _add_target(p)
        _add_own(p, name)
    return top


def _add_target(p: argparse.ArgumentParser) -> None:
    g = p.add_argument_group("target")
    g.add_argument("--url", required=True, help="websocket URL; {room} is replaced")
    g.add_argument("--protocol", choices=list(FRAMINGS), default="y-websocket")
    g.add_argument("--token", help="token for Hocuspocus's auth message")
    g.add_argument("--header", action="append", default=[], metavar="NAME:VALUE")
    g.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE")
    g.add_argument("--query", action="append", default=[], metavar="NAME=VALUE")
    g.add_argument("--seed", type=int, help="type at the moments of other runs with this number")
    g.add_argument("--room-prefix", default=f"bench-{os.urandom(4).hex()}")
    g = p.add_argument_group("server")
    g.add_argument("--server-cmd", help="start this server for the run, stop it after")
    g.add_argument("--server-pid", type=int, help="or watch a running one")
    g.add_argument("--server-log", type=Path, help="append the server's output to this file")
    g = p.add_argument_group("limits")
    g.add_argument("--drain", type=float, default=10, help="max wait for deliveries, s")
    g.add_argument("--connect-at-once", type=int, default=50, help="connects in flight")
    g.add_argument("--connect-timeout", type=float, default=30, help="s")


def _add_own(p: argparse.ArgumentParser, name: str) -> None:
    """The options of one scenario."""
    clients = {"fanout": 50, "crash": 10, "storm": 200, "idle": 1000}
    if name in clients:
        p.add_argument("--clients", type=int, default=clients[name])
    rooms = {"rooms": 100, "saturate": 1, "idle": 100}
    if name in rooms:
        p.add_argument("--rooms", type=int, default=rooms[name])
    if name in ("rooms", "saturate"):
        p.add_argument("--per-room", type=int, default=2 if name == "rooms" else 50)
    if name in ("fanout", "rooms", "crash"):
        p.add_argument("--rate", type=float, default=5, help="edits/s of each client")
        p.add_argument("--seconds", type=float, default=10, help="typing measured, s")
    if name in ("fanout", "rooms", "saturate"):
        p.add_argument("--warmup", type=float, default=1, help="typing left out, s")
        p.add_argument("--awareness-rate", type=float, default=0, help="cursor moves/s each")
        p.add_argument("--verify-rooms", type=int, default=3)
        p.add_argument("--verify-clients", type=int, default=2, help="replayed per room")
        p.add_argument("--no-fresh", action="store_true", help="server keeps no document")
    if name == "saturate":
        p.add_argument("--start-rate", type=float, default=100, help="edits/s in all")
        p.add_argument("--growth", type=float, default=1.6)
        p.add_argument("--precision", type=float, default=0.12, help="stop at this gap")
        p.add_argument("--step", type=float, default=4, help="s per rate")
        p.add_argument("--max-steps", type=int, default=25)
        p.add_argument("--max-p99", type=float, default=250, help="ms")
        p.add_argument("--no-retry", dest="retry", action="store_false")
        p.add_argument("--verbose", action="store_true", help="each step to stderr")
    if name in ("storm", "coldload"):
        p.add_argument("--doc-chars", type=int, default=100_000)
        p.add_argument("--doc-run", type=int, default=20, help="mean characters per edit")
        p.add_argument("--doc-merged", action="store_true", help="send it as one sync step 2")
    if name in ("coldload", "idle"):
        p.add_argument("--settle", type=float, default=5, help="wait before reading, s")
    if name == "coldload":
        p.add_argument("--leave-first", action="store_true", help="leave before --settle")


def pairs(items: list[str], separator: str) -> tuple[tuple[str, str], ...]:
    """NAME<separator>VALUE strings as pairs."""
    out: list[tuple[str, str]] = []
    for item in items:
        name, found, value = item.partition(separator)
        if not found:
            raise SystemExit(f"expected NAME{separator}VALUE, got {item!r}")
        out.append((name.strip(), value.strip()))
    return tuple(out)


def make_bench(args: argparse.Namespace) -> Bench:
    """The target and the server that the arguments name."""
    headers = pairs(args.header, ":")
    if args.cookie:
        headers += (("Cookie", "; ".join(args.cookie)),)
    target = Target(
        args.url, args.protocol, headers, pairs(args.query, "="), args.token, args.connect_timeout
    )
    bench = Bench(args, target, random.Random(args.seed))
    if args.server_cmd:
        bench.server = Server(args.server_cmd, args.url, args.server_log)
    elif args.server_pid:
        bench.watch = Watch(args.server_pid)
    return bench


async def main(args: argparse.Namespace) -> int:
    """Run one scenario and print its line; the exit status says whether all went well."""
    bench = make_bench(args)
    report: dict[str, Any] = {"scenario": args.scenario, "protocol": args.protocol}
    if args.label:
        report["label"] = args.label
    try:
        if bench.server:
            await bench.start_server()
        report |= await SCENARIOS[args.scenario](bench)
    except (OSError, RuntimeError, WireError) as error:
        report |= {"ok": False, "error": repr(error)}
    finally:
        if bench.server and bench.server.proc:
            await bench.server.stop(grace_s=5)
    print(json.dumps(report))
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    sys.exit(uvloop.run(main(parser().parse_args())))
