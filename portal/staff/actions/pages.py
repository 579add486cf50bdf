"""The pages of corrective actions, together."""

from portal.staff.actions.acts import act_on
from portal.staff.actions.listing import show_actions
from portal.staff.actions.opening import open_new, show_new
from portal.staff.actions.paper import show_form
from portal.staff.actions.record import show_record

actions_pages = (show_actions, show_new, open_new, show_record, show_form, act_on)
