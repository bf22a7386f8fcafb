"""How an attempt ended, decided from evidence."""
