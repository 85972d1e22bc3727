"""The legal papers on screen and in print, their signed scans, and what is still lacking."""
