"""What HTML says, as read-only data: elements, attributes, character references, and what a repair may free."""
