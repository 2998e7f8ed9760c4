"""`flask users create-admin EMAIL` and `reset-two-factor EMAIL`."""

from datetime import timedelta

import click
from flask.cli import AppGroup

from app.accounts import queries
from app.accounts.emails import normal_email
from app.accounts.errors import BadEmail, EmailTaken
from app.accounts.services import people, two_factor
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


@users.command("reset-two-factor")
@click.argument("email")
def reset_two_factor(email: str) -> None:
    """Turn the second step off for somebody who has lost the phone and the recovery codes. Make sure it is them.

    Exit codes: 0 done, 1 refused (no such account, or it has no second step), 2 wrong use.
    """
    with transaction():
        user = queries.find_user(email)
        if user is None or not user.totp_secret:
            raise click.ClickException(f"{email} has no account with a second step.")
        two_factor.turn_off(user, by="command line")
    click.echo(f"The second step of {user.email} is off. The password stays.")
