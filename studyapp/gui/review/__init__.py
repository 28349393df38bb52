"""Studying: one card after the other, and what is known of one card."""
