"""Every table there is, imported by name, so that migrations see them all."""

import surveys.cells
import surveys.contacts
import surveys.places
import surveys.properties
import surveys.responses
import surveys.services
import surveys.surveys
import surveys.touchpoints

__all__ = ["surveys"]
