"""Every table there is, imported by name, so that migrations see them all."""

import analytics.numbers.published
import portal.staff.accounts
import portal.staff.keys
import portal.staff.log
import portal.staff.sessions
import portal.staff.throttle
import surveys.cells
import surveys.contacts
import surveys.places
import surveys.properties
import surveys.responses
import surveys.services
import surveys.surveys
import surveys.touchpoints

__all__ = ["analytics", "portal", "surveys"]
