"""References, cases and named mistakes: one module per notebook. Hidden from learners, never shipped."""
