"""The commands of `byline`, one module each."""
