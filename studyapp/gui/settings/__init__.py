"""The few settings, each with what it does in plain words; a change counts at once and can be undone."""
