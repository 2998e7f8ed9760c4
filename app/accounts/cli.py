"""`flask users create-admin EMAIL`."""

from datetime import timedelta

import click
from flask.cli import AppGroup

from app.accounts.emails import normal_email
from app.accounts.errors import BadEmail, EmailTaken
from app.accounts.services import people
from app.audit import services as audit
from app.core.db import transaction
from app.core.web import site_url

users = AppGroup("users", help="People who sign in.")
commands = [users]
LINK_LIFETIME = timedelta(hours=24)


@users.command("create-admin")
@click.argument("email")
@click.option("--name", default="", help="Full name; by default the part of the address before the @.")
def create_admin(email: str, name: str) -> None:
    """Create an operator of this installation and print a link, good once for 24 hours, to set the password.

    Exit codes: 0 done, 1 refused (the address has an account), 2 wrong use (no address).
    """
    try:
        address = normal_email(email)
    except BadEmail as error:
        raise click.UsageError(f"{email} is no e-mail address.") from error
    try:
        with transaction():
            user = people.create(address, name.strip() or address.partition("@")[0], is_admin=True)
            audit.record("command line", "accounts.admin_created", user)
            secret = people.issue_reset_link(user, lifetime=LINK_LIFETIME)
    except EmailTaken as error:
        raise click.ClickException(f"{address} has an account already.") from error
    click.echo(f"Operator {address} was created. Set the password here within 24 hours:")
    click.echo(site_url("links.reset_password", secret=secret))
