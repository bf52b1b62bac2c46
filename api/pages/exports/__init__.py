"""What leaves the service: the map as a poster, tables, the report for mail."""
