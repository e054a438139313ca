"""The fictional demonstration: two nodes, Fiji and Vanuatu, and one story. Every person, number and company is invented."""
