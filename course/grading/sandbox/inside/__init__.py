"""What runs inside the sandbox: imports nothing of the course but its learner edition, and never the modules around it."""
