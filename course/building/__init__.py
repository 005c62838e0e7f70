"""What instructors run to make the course: notebooks and modules in sync, records, the release. Never shipped."""
