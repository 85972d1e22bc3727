"""Complete answers to every task form: what a person in the right office would fill in.

``answers_to(asked)`` starts from what the page would send unchanged and lays over it what the
answer function of the form key says.  Quirks of a case plan: ``missing_paper`` (one paper does not
come with the application), ``cannot_write`` (thumb print and witness), ``large_household``
(asks for a larger area), ``bad_area`` (built larger than allowed), ``disputed_grade`` (grade B at
first).
"""

from webapp.demo.answers.asked import Asked
from webapp.demo.answers.registry import ANSWERS, answers_to

__all__ = ["ANSWERS", "Asked", "answers_to"]
