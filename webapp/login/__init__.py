"""Coming in and going out: the pages, the sessions, passwords, the brake on guessing."""
