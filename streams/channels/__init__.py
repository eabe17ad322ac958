"""Where reports come from: a mapping per channel, and the feed."""
