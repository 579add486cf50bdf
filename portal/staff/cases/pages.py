"""The pages of cases, in one list for the router."""

from portal.staff.cases import acts, answering, attaching, beginning, case, contact, desk

case_pages = (
    desk.show_desk,
    case.show_case,
    acts.triage,
    acts.ask,
    acts.hand_over,
    acts.close,
    acts.publish,
    answering.show_answer,
    answering.save_answer,
    attaching.attach,
    attaching.download,
    beginning.show_beginning,
    beginning.begin,
    contact.show_contact,
    contact.open_contact,
)
