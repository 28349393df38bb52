"""Practice exams: what can be practiced, the exam itself, and what came of it."""
