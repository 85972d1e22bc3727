"""Acts on a case that are no task of its process: what is offered, their page, what each does."""
