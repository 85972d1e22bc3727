"""Commands of ``anju``, one file each."""
