"""Badge designs and badges as PDF, one by one and all at once."""
