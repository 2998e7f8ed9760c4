"""What is behind links in mails. The secret is in the path: neither in logs nor in what other sites learn; a POST uses it."""

from flask import Response, flash
from flask.typing import ResponseReturnValue

from app.accounts import queries, services
from app.accounts.errors import EmailTaken, LinkUsed, WeakPassword
from app.accounts.forms import EmptyForm, NewPasswordForm, NewPersonForm
from app.accounts.models import OneTimeSecret, SecretPurpose
from app.accounts.services import invitations
from app.accounts.views.sign_in import enter
from app.core.access import public
from app.core.forms import Form
from app.core.i18n import _, language
from app.core.web import FeatureBlueprint, go, page

bp = FeatureBlueprint("links", __name__)


def _open(purpose: SecretPurpose, secret: str) -> OneTimeSecret:
    row = queries.find_secret(purpose, secret)
    if row is None:
        raise LinkUsed
    return row


def _private(response: Response) -> Response:
    """Keep the path out of Referer, but leave the origin that the check against forged requests needs."""
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.route("/reset-password/<string:secret>", methods=["GET", "POST"])
@public
def reset_password(secret: str) -> ResponseReturnValue:
    _open(SecretPurpose.PASSWORD_RESET, secret)
    form = NewPasswordForm.from_request()
    if form.submitted_and_valid():
        try:
            services.people.reset_password(secret, form.password.data)
        except WeakPassword as error:
            form.refuse("password", error.message)
        else:
            flash(_("Your new password is set. All earlier sign-ins have ended. Please sign in."), "success")
            return go("accounts.sign_in")
    return _private(page("accounts/reset_password.html", form=form, status=form.status))


@bp.route("/invitations/<string:secret>", methods=["GET", "POST"])
@public
def invitation(secret: str) -> ResponseReturnValue:
    row = _open(SecretPurpose.INVITATION, secret)
    known = queries.find_user(row.email)
    form: Form = NewPersonForm.from_request() if known is None else EmptyForm.from_request()
    if form.submitted_and_valid():
        try:
            name, password = (form.full_name.data, form.password.data) if isinstance(form, NewPersonForm) else ("", "")
            user, is_new = invitations.accept(secret, full_name=name, password=password, locale=language())
        except WeakPassword as error:
            form.refuse("password", error.message)
        else:
            flash(_("You have accepted the invitation."), "success")
            return enter(user) if is_new else go("accounts.sign_in")
    place = row.data.get("place", "")
    return _private(page("accounts/invitation.html", form=form, known=known, email=row.email, place=place, status=form.status))


@bp.route("/email-confirmations/<string:secret>", methods=["GET", "POST"])
@public
def email_confirmation(secret: str) -> ResponseReturnValue:
    row = _open(SecretPurpose.EMAIL_CHANGE, secret)
    form = EmptyForm.from_request()
    if form.submitted_and_valid():
        try:
            services.people.change_email(secret)
        except EmailTaken as error:
            form.refuse(None, error.message)
        else:
            flash(_("From now on you sign in with %(email)s.", email=row.email), "success")
            return go("account.profile")
    return _private(page("accounts/email_confirmation.html", form=form, email=row.email, status=form.status))
