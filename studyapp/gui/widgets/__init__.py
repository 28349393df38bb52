"""The parts all screens are built of; each module is imported where it is used, so that the window opens fast."""
