"""What the public site answers: each view reads the request, asks one engine, query or action, and picks a page."""
