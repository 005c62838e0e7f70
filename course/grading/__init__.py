"""Grading: learners' notebooks in a sandboxed process, references and verdicts in ours. Never shipped."""
