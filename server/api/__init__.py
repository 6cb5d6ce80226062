"""HTTP and sockets: the only part that imports fastapi and starlette."""
