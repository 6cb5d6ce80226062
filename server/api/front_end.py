"""The built front end, and its one page for every address that is not a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

__all__ = ["FrontEnd"]

_OURS: Final = ("/api/", "/sync/")
_HASHED: Final = "assets/"
"""Files under it have a hash of their content in their name."""
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Byline: the front end is not built</title>
<body style="font: 18px/1.6 Georgia, serif; max-width: 34em; margin: 15vh auto; padding: 0 1em">
<h1>The front end is not built yet</h1>
<p>The server runs and keeps every document, but it has no pages to show.
Build them with <code>npm ci &amp;&amp; npm run build</code> in the folder <code>web</code>,
or start Byline with <code>make run</code>, which does so by itself. Then reload this page.</p>
</body>
</html>
"""


class FrontEnd:
    """Serves what no route took.

    Args:
        directory: where the built front end is; it may come to be there later.
    """

    def __init__(self, directory: Path) -> None:
        self._index = directory / "index.html"
        self._files = StaticFiles(directory=directory, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4404})
            return
        path: str = scope["path"]
        if path.startswith(_OURS) or path in {"/api", "/sync"}:
            raise HTTPException(404)
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        await (await self._answer(scope))(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        if not self._index.is_file():
            return HTMLResponse(_NOT_BUILT, 503, headers={"Retry-After": "30"})
        path = self._files.get_path(scope)
        try:
            response = await self._files.get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or path.startswith(_HASHED):
                raise
            response = await self._files.get_response("index.html", scope)
        cache = _FOR_EVER if path.startswith(_HASHED) else "no-cache"
        response.headers["Cache-Control"] = cache
        return response
