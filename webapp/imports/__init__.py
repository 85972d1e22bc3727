"""在办件导入: cases under way before entry, from a sheet through the real process (A.22)."""
