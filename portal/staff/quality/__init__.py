"""The pages of programme, self-assessment and objectives."""
