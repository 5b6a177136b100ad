"""Errands about shortlists: from the request to the answer, approval with frozen facts, what has changed since."""
