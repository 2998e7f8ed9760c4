"""Rooms, sessions, speakers, presentations and their versions."""
