"""What a file may name: services by slug or by their procedure code, surveys by version."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from surveys.definitions import Definition
from surveys.register import UnknownService
from surveys.services import Service, ServiceCode
from surveys.surveys import Survey, SurveyVersion


class UnknownVersion(LookupError):
    """No published survey has this name and version."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Services and published survey versions at one moment."""

    slugs: dict[str, int]
    # Who had a procedure code, from a day to a day (excluded).
    codes: dict[str, list[tuple[date, date | None, int]]]
    # Version ids by ``default@1``, and the newest by ``default``.
    versions: dict[str, int]
    definitions: dict[int, Definition]

    def find_service(self, text: str, day: date) -> int:
        """The service of a slug, or of a procedure code as it was on that day.

        Raises:
            UnknownService: none has it, or several share the code.
        """
        if text in self.slugs:
            return self.slugs[text]
        had = {
            service
            for start, end, service in self.codes.get(text, ())
            if start <= day and (end is None or day < end)
        }
        if len(had) != 1:
            raise UnknownService(text)
        return had.pop()

    def find_version(self, text: str) -> int:
        """The survey version of ``default@1``; of ``default``, the newest.

        Raises:
            UnknownVersion: it is not there, or was never published.
        """
        try:
            return self.versions[text]
        except KeyError:
            raise UnknownVersion(text) from None

    @property
    def question_ids(self) -> list[str]:
        """The questions of all versions, in the order in which they first came up."""
        asked = (q.id for d in self.definitions.values() for q in d.questions)
        return list(dict.fromkeys(asked))


def load(connection: Connection) -> Catalogue:
    """Read the services, their codes and the published versions."""
    codes: dict[str, list[tuple[date, date | None, int]]] = defaultdict(list)
    for row in connection.execute(select(ServiceCode.__table__)):
        codes[row.code].append((row.valid_from, row.valid_to, row.service_id))
    versions: dict[str, int] = {}
    definitions: dict[int, Definition] = {}
    published = (
        select(SurveyVersion.id, SurveyVersion.number, SurveyVersion.definition, Survey.slug)
        .join(Survey, Survey.id == SurveyVersion.survey_id)
        .where(SurveyVersion.published_at.is_not(None))
        .order_by(SurveyVersion.id)
    )
    for row in connection.execute(published):
        versions[row.slug] = versions[f"{row.slug}@{row.number}"] = row.id
        definitions[row.id] = Definition.parse(row.definition)
    slugs = {row.slug: row.id for row in connection.execute(select(Service.slug, Service.id))}
    return Catalogue(slugs, codes, versions, definitions)
