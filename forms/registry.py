"""The one dictionary of task forms: form key of a drawing -> form class."""

from __future__ import annotations

from forms.acceptance_check import AcceptanceCheckForm
from forms.account_repair import AccountRepairForm
from forms.account_verification import AccountVerificationForm
from forms.application import ApplicationForm
from forms.appraisal_statement import AppraisalStatementForm
from forms.archive_closing import ArchiveClosingForm
from forms.archive_review import ArchiveReviewForm
from forms.archive_supply import ArchiveSupplyForm
from forms.area_relaxation import AreaRelaxationForm
from forms.area_violation import AreaViolationForm
from forms.completion_report import CompletionReportForm
from forms.construction_agreement import ConstructionAgreementForm
from forms.construction_start import ConstructionStartForm
from forms.correction import CorrectionForm
from forms.county_decision import CountyDecisionForm
from forms.declined_review import DeclinedReviewForm
from forms.democratic_appraisal import DemocraticAppraisalForm
from forms.dwelling_handover import DwellingHandoverForm
from forms.file_review import FileReviewForm
from forms.final_acceptance import FinalAcceptanceForm
from forms.grading_commission import GradingCommissionForm
from forms.grading_confirmation import GradingConfirmationForm
from forms.household_visit import HouseholdVisitForm
from forms.identity_opinion import IdentityOpinionForm
from forms.late_objection import LateObjectionForm
from forms.letter import LetterForm
from forms.method_choice import MethodChoiceForm
from forms.next_batch import NextBatchForm
from forms.not_listed_letter import NotListedLetterForm
from forms.notice_posting import NoticePostingForm
from forms.notice_removal import NoticeRemovalForm
from forms.notice_result_report import NoticeResultReportForm
from forms.objection_answer import ObjectionAnswerForm
from forms.objection_inquiry import ObjectionInquiryForm
from forms.objection_screening import ObjectionScreeningForm
from forms.old_house_disposal import OldHouseDisposalForm
from forms.payee_change import PayeeApprovalForm, PayeeConfirmationForm
from forms.preliminary_acceptance import PreliminaryAcceptanceForm
from forms.rectification import (
    DefectRectificationForm,
    FindingRecheckForm,
    FindingRectificationForm,
)
from forms.refusal_confirmation import RefusalConfirmationForm
from forms.refusal_forwarding import RefusalForwardingForm
from forms.refusal_signature import RefusalSignatureForm
from forms.refusal_visit import RefusalVisitForm
from forms.registry_entry import RegistryEntryForm
from forms.rejection_letter import RejectionLetterForm
from forms.resettlement import ResettlementForm
from forms.return_handling import ReturnHandlingForm
from forms.safety_assessment import SafetyAssessmentForm
from forms.site_inspection import SiteInspectionForm
from forms.step_form import StepForm
from forms.subsidy_approval import SubsidyApprovalForm
from forms.subsidy_payment import SubsidyPaymentForm
from forms.subsidy_review import SubsidyReviewForm
from forms.supplement import SupplementForm
from forms.supplement_overdue import SupplementOverdueForm
from forms.termination_decision import TerminationDecisionForm
from forms.township_decision import TownshipDecisionForm
from forms.township_meeting import TownshipMeetingForm
from forms.village_report import VillageReportForm

TASK_FORMS: dict[str, type[StepForm]] = {
    "acceptance_check": AcceptanceCheckForm,
    "account_repair": AccountRepairForm,
    "account_verification": AccountVerificationForm,
    "application": ApplicationForm,
    "appraisal_statement": AppraisalStatementForm,
    "archive_closing": ArchiveClosingForm,
    "archive_review": ArchiveReviewForm,
    "archive_supply": ArchiveSupplyForm,
    "area_relaxation": AreaRelaxationForm,
    "area_violation": AreaViolationForm,
    "completion_report": CompletionReportForm,
    "construction_agreement": ConstructionAgreementForm,
    "construction_start": ConstructionStartForm,
    "correction": CorrectionForm,
    "county_decision": CountyDecisionForm,
    "declined_review": DeclinedReviewForm,
    "defect_rectification": DefectRectificationForm,
    "democratic_appraisal": DemocraticAppraisalForm,
    "dwelling_handover": DwellingHandoverForm,
    "file_review": FileReviewForm,
    "final_acceptance": FinalAcceptanceForm,
    "finding_recheck": FindingRecheckForm,
    "finding_rectification": FindingRectificationForm,
    "grading_commission": GradingCommissionForm,
    "grading_confirmation": GradingConfirmationForm,
    "household_visit": HouseholdVisitForm,
    "identity_opinion": IdentityOpinionForm,
    "late_objection": LateObjectionForm,
    "method_choice": MethodChoiceForm,
    "next_batch": NextBatchForm,
    "no_report": LetterForm,
    "not_listed_letter": NotListedLetterForm,
    "notice_posting": NoticePostingForm,
    "notice_removal": NoticeRemovalForm,
    "notice_result_report": NoticeResultReportForm,
    "objection_answer": ObjectionAnswerForm,
    "objection_inquiry": ObjectionInquiryForm,
    "objection_screening": ObjectionScreeningForm,
    "old_house_disposal": OldHouseDisposalForm,
    "payee_approval": PayeeApprovalForm,
    "payee_confirmation": PayeeConfirmationForm,
    "preliminary_acceptance": PreliminaryAcceptanceForm,
    "refusal_confirmation": RefusalConfirmationForm,
    "refusal_forwarding": RefusalForwardingForm,
    "refusal_signature": RefusalSignatureForm,
    "refusal_visit": RefusalVisitForm,
    "registry_entry": RegistryEntryForm,
    "rejection_letter": RejectionLetterForm,
    "resettlement": ResettlementForm,
    "return_handling": ReturnHandlingForm,
    "safety_assessment": SafetyAssessmentForm,
    "site_inspection": SiteInspectionForm,
    "subsidy_approval": SubsidyApprovalForm,
    "subsidy_payment": SubsidyPaymentForm,
    "subsidy_review": SubsidyReviewForm,
    "supplement": SupplementForm,
    "supplement_overdue": SupplementOverdueForm,
    "termination_decision": TerminationDecisionForm,
    "township_decision": TownshipDecisionForm,
    "township_meeting": TownshipMeetingForm,
    "village_report": VillageReportForm,
}
