"""What the endpoints ask of the jobs behind them."""
