"""Speed and size, measured: `make bench`. Peers run in the same run; figures are medians and ratios."""
