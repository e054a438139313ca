"""The fictional demonstration: two nodes, Fiji and Vanuatu, and one story. Nothing in it is real."""
