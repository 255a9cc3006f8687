"""Attacks on the promises: hostile documents by the million, checked one by one."""
