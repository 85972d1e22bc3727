"""What somebody sends: taken in, kept, shown, replaced, seen in the original."""
