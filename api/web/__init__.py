"""Pages: the same use cases as the API, for people with a browser; every one works without script.

One folder per workspace, and templates that mirror it. Pages hold no rule and no query of their own: they ask a use
case and hand what it says to a template.
"""
