"""Tables of events in and out: one module a file format, all in batches so that memory stays bounded."""
