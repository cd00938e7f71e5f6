"""The service: HTTP endpoints, the planner's page and the jobs behind them."""
