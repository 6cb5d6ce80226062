"""The database: the only part that imports sqlalchemy and alembic."""
