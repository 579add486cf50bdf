"""The pages of "you said, we did", together."""

from portal.staff.said.board import show_board
from portal.staff.said.items import act_on_item, keep_draft, show_draft, show_item, show_said

said_pages = (show_said, show_board, show_draft, keep_draft, show_item, act_on_item)
