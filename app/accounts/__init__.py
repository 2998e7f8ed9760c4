"""People, organisations and their tree, sign-in, sessions, invitations."""
