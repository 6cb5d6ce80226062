"""The server: identity, rooms, storage, HTTP and sockets; the only owner of I/O and tasks."""
