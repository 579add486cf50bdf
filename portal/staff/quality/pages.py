"""The pages of programme, self-assessment and objectives, together."""

from portal.staff.quality import assessments, indicators, objectives, programme, tasks
from portal.staff.quality.hub import show_quality

quality_pages = (
    show_quality,
    *(objectives.show_objectives, objectives.set_objective, objectives.withdraw_objective),
    *(programme.show_programme, programme.show_wave, programme.move_phases, tasks.show_unit),
    *(tasks.add_task, tasks.keep_task),
    *(assessments.show_assessments, assessments.start_assessment, assessments.show_board),
    *(indicators.show_indicator, indicators.keep_indicator),
)
