"""The Readiness screen: what is remembered and what can be applied, topic by topic."""
