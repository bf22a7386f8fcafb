"""The files of an attempt: what it is told, what it is asked, and what it leaves."""
