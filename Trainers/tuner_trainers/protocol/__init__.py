"""What a trainer tells the outside: events, and its last word."""
