"""What belongs to a stand beyond its booths: one file a noun."""
