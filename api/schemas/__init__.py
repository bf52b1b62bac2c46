"""What travels: pydantic models that mirror the types of the domain."""
