"""Views of the workspace: read the request, call one query or action, choose a template."""
