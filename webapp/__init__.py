"""The pages: Flask blueprints, templates and the command line."""
