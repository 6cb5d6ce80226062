"""`make bench`: what Byline promises about speed, measured beside Hocuspocus 4 with its SQLite extension.

    python -m tests.bench.run [--quick] [--rounds N] [--only NAME ...]

Each line ends in PASS or SHORT; the exit status is 1 if any line is SHORT.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.rounds import (
    Patience,
    Result,
    figure,
    median,
    median_ratio,
    quiet_visit,
    wait_until_quiet,
)
from tests.bench.servers import ROOT, Measured, byline, hocuspocus, install_peers
from tests.bench.startup import measure_startup

ROOMS = (10, 50, 200)
GUARD_LIMIT_US = 10.0
START_LIMIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Options:
    """How long to measure."""

    rounds: int
    seconds: int
    patience: Patience


def verdict(passed: bool) -> str:
    """PASS or SHORT."""
    return "PASS" if passed else "SHORT"


def show(value: float | None, digits: int = 1) -> str:
    """A figure, or a dash where there is none."""
    return "-" if value is None else f"{value:.{digits}f}"


# --- rooms of writers beside Hocuspocus ------------------------------------------------


def compare_room(clients: int, options: Options) -> bool:
    """One room size, both servers in turn; prints both and whether the promise holds."""
    servers = [byline(), hocuspocus()]
    results: dict[str, list[Result]] = {server.name: [] for server in servers}
    load = f"--clients {clients} --rate 5 --seconds {options.seconds} --warmup 2"
    for _ in range(options.rounds):
        same = f"{load} --seed {random.randrange(2**32)}"  # who types close together is luck
        for server in random.sample(servers, len(servers)):
            results[server.name].append(quiet_visit(server, "fanout", same, options.patience))
    ours, theirs = results["Byline"], results["Hocuspocus"]
    for server in servers:
        _print_server(clients, server, results[server.name])
    p99 = median_ratio(ours, theirs, "latency_ms.p99")
    cpu = median_ratio(ours, theirs, "server.cpu_us_per_delivery")
    lost = sum(figure(result, "lost") or 0 for result in ours)
    complete = all(result.get("ok") for result in ours)
    passed = complete and lost == 0 and _at_most_one(p99) and _at_most_one(cpu)
    print(
        f"{clients:>4} writers  ratio       p99 {show(p99, 2):>7} x   CPU {show(cpu, 2):>7} x "
        f"                 {verdict(passed)}"
    )
    return passed


def _print_server(clients: int, server: Measured, results: list[Result]) -> None:
    p99 = median(results, "latency_ms.p99")
    cpu = median(results, "server.cpu_us_per_delivery")
    lost = sum(figure(result, "lost") or 0 for result in results)
    good = sum(bool(result.get("ok")) for result in results)
    print(
        f"{clients:>4} writers  {server.name:<11} p99 {show(p99):>7} ms  CPU {show(cpu):>7} us/delivery"
        f"  lost {lost:.0f}  complete {good}/{len(results)}"
    )
    for result in results:
        why = result.get("error") or result.get("why_disconnected")
        if not result.get("ok") and why:
            print(f"      {why}")


def _at_most_one(ratio: float | None) -> bool:
    return ratio is not None and ratio <= 1.0


def rooms(options: Options) -> bool:
    """Rooms of 10, 50 and 200 writers at 5 keys/s beside Hocuspocus."""
    install_peers()
    passed = [compare_room(clients, options) for clients in ROOMS]
    return all(passed)


# --- Byline alone ---------------------------------------------------------------------


def crash(options: Options) -> bool:
    """SIGKILL under ten typing clients: nothing acknowledged or seen may be missing."""
    load = f"--clients 10 --seconds {options.seconds}"
    results = [
        quiet_visit(byline(), "crash", load, options.patience) for _ in range(options.rounds)
    ]
    passed = all(result.get("ok") for result in results)
    acknowledged = sum(figure(result, "acknowledged") or 0 for result in results)
    missing = sum(figure(result, "missing_of_acknowledged") or 0 for result in results)
    seen = sum(figure(result, "missing_of_seen") or 0 for result in results)
    print(
        f"SIGKILL       acknowledged {acknowledged:.0f}, of these missing {missing:.0f}, "
        f"seen by others and missing {seen:.0f}   {verdict(passed)}"
    )
    for result in results:
        if result.get("error"):
            print(f"      {result['error']}")
    return passed


def startup(options: Options) -> bool:
    """A cold start until the server says that it is ready: under 2 s."""
    wait_until_quiet(options.patience)
    times = sorted(measure_startup() for _ in range(max(3, options.rounds)))
    middle = times[len(times) // 2]
    passed = middle < START_LIMIT_S
    print(f"start         ready after {middle:.2f} s (median of {len(times)})   {verdict(passed)}")
    return passed


def guard(options: Options) -> bool:
    """The check in front of the CRDT library: at most 10 µs for a key press at the end of what one wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.guard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout or done.stderr, end="")
    found = re.search(r"^typing +median +([0-9.]+)", done.stdout, re.MULTILINE)
    passed = found is not None and float(found[1]) <= GUARD_LIMIT_US
    print(f"guard         key press median {found[1] if found else '-'} us   {verdict(passed)}")
    return passed


def browser(options: Options) -> bool:
    """A document of 100,000 characters in Chromium: opening and key presses."""
    wait_until_quiet(options.patience)
    return _passes("browser", f"--rounds={options.rounds}")


def verify(options: Options) -> bool:
    """`byline verify` of a bundle with 1,000,000 updates: under 60 s."""
    wait_until_quiet(options.patience)
    return _passes("verify")


def lineage(options: Options) -> bool:
    """Deciding authorship: of a key press flat in the history, of anything at most 50 ms per 64 kB."""
    wait_until_quiet(options.patience)
    return _passes("lineage")


def history(options: Options) -> bool:
    """What the history of a document costs on disk, when it is looked at, and when it is scrubbed through."""
    wait_until_quiet(options.patience)
    return all([_passes("history"), _passes("scrubbing")])


def authorship(options: Options) -> bool:
    """What authorship adds: under 30 µs of CPU for a key press, under 4 stored bytes for a character."""
    wait_until_quiet(options.patience)
    return _passes("authorship", f"--rounds={options.rounds}")


def assistant(options: Options) -> bool:
    """What the assistant adds: to the first token, to typing beside 100 streams, to memory."""
    wait_until_quiet(options.patience)
    return _passes("assistant")


def scrolling(options: Options) -> bool:
    """A document of 100,000 characters in 20,000 spans in Chromium: scrolling it with authorship on."""
    wait_until_quiet(options.patience)
    passed = _passes("scrolling", f"--rounds={options.rounds}")
    print(f"scrolling     60 frames a second with authorship on   {verdict(passed)}")
    return passed


def _passes(module: str, *arguments: str) -> bool:
    """Whether a measurement that prints its own lines is content."""
    sys.stdout.flush()
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


MEASUREMENTS: dict[str, Callable[[Options], bool]] = {
    "rooms": rooms,
    "crash": crash,
    "startup": startup,
    "guard": guard,
    "verify": verify,
    "lineage": lineage,
    "history": history,
    "authorship": authorship,
    "browser": browser,
    "scrolling": scrolling,
    "assistant": assistant,
}


def main() -> int:
    """Measure what the command line asks for; 1 if any promise falls short."""
    p = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--rounds", type=int, help="5, or 1 with --quick")
    p.add_argument("--quick", action="store_true", help="one short round, for a first look")
    p.add_argument("--only", nargs="+", choices=list(MEASUREMENTS), default=list(MEASUREMENTS))
    args = p.parse_args()
    options = Options(
        rounds=args.rounds or (1 if args.quick else 5),
        seconds=3 if args.quick else 10,
        patience=Patience(wait_s=5, tries=1) if args.quick else Patience(),
    )
    print(f"Byline's speed: median of {options.rounds} interleaved round(s), this machine")
    passed = [MEASUREMENTS[name](options) for name in args.only]
    print(verdict(all(passed)))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
