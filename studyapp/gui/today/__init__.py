"""Today: what to study now, how the exam comes nearer, and what is remembered."""
