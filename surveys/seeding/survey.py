"""Publishing the default survey, in the words of its seed files: one for each version."""

import hashlib
import json

from sqlalchemy import Connection, insert, select

from surveys import days
from surveys.definitions import Definition
from surveys.seeding.rows import Seed, known_or_new
from surveys.seeds import read_seed
from surveys.surveys import Survey, SurveyVersion

VERSIONS = ("survey", "survey-2")


def seed_default(connection: Connection) -> int:
    """Publish every version of the default survey that is not there; the survey's id."""
    return [seed_survey(connection, read_seed(name)) for name in VERSIONS][-1]


def seed_survey(connection: Connection, definition: Seed) -> int:
    """Publish a survey version if it is not there; the survey's id.

    Raises:
        BadDefinition: the definition cannot be asked.
        ValueError: this version was published with other words; a published version never changes.
    """
    asked = Definition.parse(definition)
    survey_id = known_or_new(connection, Survey, slug=asked.survey)
    digest = hashlib.sha256(
        json.dumps(definition, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    published = connection.scalar(
        select(SurveyVersion.digest).where(
            SurveyVersion.survey_id == survey_id, SurveyVersion.number == asked.version
        )
    )
    if published is None:
        version = {"survey_id": survey_id, "number": asked.version, "digest": digest}
        connection.execute(
            insert(SurveyVersion).values(
                **version, definition=dict(definition), published_at=days.now()
            )
        )
    elif published != digest:
        raise ValueError(f"survey {asked.survey} version {asked.version} is published already")
    return survey_id
