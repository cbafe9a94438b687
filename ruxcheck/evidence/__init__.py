"""The evidence: published figures, the effects computed from them, and which trials speak about a patient."""
