"""Pages of casework: own cases, the people and pairs of a case, its plan, its log."""
