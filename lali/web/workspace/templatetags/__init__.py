"""The template tags of the workspace."""
