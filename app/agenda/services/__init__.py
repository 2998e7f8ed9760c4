"""Writes of the agenda: rooms and sessions, speakers, presentations."""
