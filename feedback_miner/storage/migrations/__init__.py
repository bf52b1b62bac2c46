"""The steps from each schema to the next, for Alembic; `storage.schema` takes them when a store is opened."""
