"""Changes of the schema, named and ordered; run by ``storage.migrate``, one transaction each."""
