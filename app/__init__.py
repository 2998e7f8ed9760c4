"""Fairground. Importing a submodule must not import the world, so nothing is imported here."""
