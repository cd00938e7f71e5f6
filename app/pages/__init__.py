"""The planner's pages: server-rendered, htmx where a part changes, no inline script or style."""
