"""Forms: one file per form key, validated on the server; knows no routes."""
