"""Coming in: sign-in, sessions, tokens, second factors, links, and the gate that asks for them."""
