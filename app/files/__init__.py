"""Uploads: content-addressed storage, type decided by content, limits while reading, downloads only through an access rule."""
