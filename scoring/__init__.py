"""What answers mean: scores, bands, findings, alerts, change, agreement, goal attainment. Plain Python, no Django.

`scoring.goals`, `scoring.change`, `scoring.agreement` and `scoring.lines` are front doors of their own.
"""

from scoring.outcome import Outcome, Plan, plan, score
from scoring.rules import RULES
from scoring.section import Alert, Band, Finding, Score, Section

__all__ = ["RULES", "Alert", "Band", "Finding", "Outcome", "Plan", "Score", "Section", "plan", "score"]
