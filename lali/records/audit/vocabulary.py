"""Who can stand behind an entry when it is not a member."""

PUBLIC = "public"  # a visitor of the public site, about whom nothing is kept
NODE = "node"  # the node itself: a job, a command line, the first set-up
