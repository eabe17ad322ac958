"""What a fake and the real part must both keep."""
