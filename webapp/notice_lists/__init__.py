"""公示 for the office: who waits for a notice, the sheets made of them, and one sheet."""

from webapp.notice_lists.pages import bp

__all__ = ["bp"]
