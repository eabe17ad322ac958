"""The demo: the whole stream on this machine, fed by a simulated city at an accelerated clock."""
