"""What turns this repository into the learner bundle: never shipped."""
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
