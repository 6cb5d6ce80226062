"""`byline serve`: run the server."""

from __future__ import annotations

import gc

from server.config import Settings

__all__ = ["serve"]


def serve(settings: Settings, environment: dict[str, str]) -> int:
    """Serve until a signal ends it; return the exit status."""
    gc.disable()  # what is imported lives for ever: looking through it is 15 % of the start
    from server.app import build
    from server.serving import serve as run

    gc.freeze()
    gc.set_threshold(10_000, 20, 50)  # messages make no cycles: looking for them costs latency
    gc.enable()

    def ready(address: str) -> None:
        mode = "open to everybody who reaches it" if settings.open_mode else "an account is needed"
        print(f"Byline is ready: {address}  ({mode})", flush=True)

    run(build(settings, environment), ready)
    return 0
