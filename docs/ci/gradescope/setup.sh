#!/usr/bin/env bash
# Runs once, when Gradescope builds the image: the course and its packages from the uploaded archive of this repository.
set -euo pipefail
cd "${AUTOGRADER:-/autograder}/source"
apt-get update
apt-get install -y python3 python3-venv bubblewrap
python3 course/learner_files/start.py --folder "$PWD" --editable --install-only
