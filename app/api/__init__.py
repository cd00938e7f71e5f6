"""The HTTP endpoints, one file a topic; the boundary where documents become bytes."""
