"""The one dictionary of task forms: form key of a drawing -> form class."""

from __future__ import annotations

from forms.correction import CorrectionForm
from forms.file_review import FileReviewForm
from forms.grading_commission import GradingCommissionForm
from forms.grading_confirmation import GradingConfirmationForm
from forms.household_visit import HouseholdVisitForm
from forms.identity_opinion import IdentityOpinionForm
from forms.letter import LetterForm
from forms.not_listed_letter import NotListedLetterForm
from forms.notice_result_report import NoticeResultReportForm
from forms.old_house_disposal import OldHouseDisposalForm
from forms.refusal_forwarding import RefusalForwardingForm
from forms.resettlement import ResettlementForm
from forms.return_handling import ReturnHandlingForm
from forms.safety_assessment import SafetyAssessmentForm
from forms.step_form import StepForm
from forms.township_decision import TownshipDecisionForm
from forms.township_meeting import TownshipMeetingForm

TASK_FORMS: dict[str, type[StepForm]] = {
    "correction": CorrectionForm,
    "file_review": FileReviewForm,
    "grading_commission": GradingCommissionForm,
    "grading_confirmation": GradingConfirmationForm,
    "household_visit": HouseholdVisitForm,
    "identity_opinion": IdentityOpinionForm,
    "no_report": LetterForm,
    "not_listed_letter": NotListedLetterForm,
    "notice_result_report": NoticeResultReportForm,
    "old_house_disposal": OldHouseDisposalForm,
    "refusal_forwarding": RefusalForwardingForm,
    "resettlement": ResettlementForm,
    "return_handling": ReturnHandlingForm,
    "safety_assessment": SafetyAssessmentForm,
    "township_decision": TownshipDecisionForm,
    "township_meeting": TownshipMeetingForm,
}
