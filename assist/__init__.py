"""The assistant: frozen text in, suggestions out.

It cannot reach a document, a database or the web framework. The way in is
``assist.run.suggest``; which model answers is decided by ``assist.choose``. The rules
are numbered in ``SPEC.md``.
"""
