"""The queue of a device: tickets in a folder, held by locks, without a daemon."""
