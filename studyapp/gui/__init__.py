"""The window: one folder per screen, joined by `main_window`."""
