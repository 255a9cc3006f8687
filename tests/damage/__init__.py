"""Damage with its truth: sound articles, what is done to them, and how right a repair of that is."""
