"""The demo data: the invented fair and its neighbours, and the large sizes for load."""
