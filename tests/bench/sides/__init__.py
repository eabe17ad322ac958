"""The others, each as its users would write it, under the same rules: one program a file, started by the race."""
