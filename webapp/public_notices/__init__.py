"""The public site (G34): notices that hang now, for everybody, without an account."""
