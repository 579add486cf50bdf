"""Every table there is, imported by name, so that migrations see them all."""

import analytics.numbers.published
import analytics.numbers.vintages
import analytics.quality.assessment
import analytics.quality.attachments
import analytics.quality.baselines
import analytics.quality.cases
import analytics.quality.events
import analytics.quality.nonconformities
import analytics.quality.objectives
import analytics.quality.official
import analytics.quality.programme
import analytics.quality.promises
import analytics.quality.reviews
import analytics.quality.signals
import analytics.text.tables
import portal.jobs.leases
import portal.reaching.tables
import portal.staff.accounts
import portal.staff.keys
import portal.staff.log
import portal.staff.sessions
import portal.staff.throttle
import surveys.cells
import surveys.contacts
import surveys.kiosks
import surveys.places
import surveys.properties
import surveys.responses
import surveys.sealing.roots
import surveys.services
import surveys.slips
import surveys.surveys
import surveys.touchpoints
import surveys.volumes

__all__ = ["analytics", "portal", "surveys"]
