"""A notice on paper and by loudspeaker: the sheet, the poster, the words to read aloud."""
