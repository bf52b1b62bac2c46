"""Where customers go: the flow, channels, one customer's journey."""
