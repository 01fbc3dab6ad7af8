"""Decides one request: decide.py FILE AGENT ACTION RESOURCE. Exits with 0 only when it is allowed."""

import sys
from pathlib import Path
from policy import ALLOW, Policy

file, agent, action, resource = sys.argv[1:]
policy = Policy(Path(file).read_bytes())
code, decision = policy.decide({"agent": agent, "action": action, "resource": resource}, explain=True)
print(decision)
sys.exit(0 if code == ALLOW else 1)
