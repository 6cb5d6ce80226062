"""Reports: what is known of how a document came to be, for people and for machines.

told        the log, read from its beginning             told.py, passages.py, reviews.py, contributors.py
report      what a report says, as values                report.py, gather.py, sentences.py, limits.py
statement   the same as JSON, signed                     statement.py
formats     made from the statement and nothing else     view.py, page.py, typeset.py, prov.py
"""
