"""What opens an account: password, second factor, e-mail address."""

from flask import flash, session
from flask.typing import ResponseReturnValue

from app.accounts import ciphers, queries, services, totp
from app.accounts import session as browser
from app.accounts.access import me, signed_in
from app.accounts.errors import WeakPassword, WrongCode
from app.accounts.forms import EmailForm, NewPasswordForm, SecondFactorForm
from app.accounts.proof import fresh_proof
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.documents import qr

bp = FeatureBlueprint("security", __name__, url_prefix="/account")

_CANDIDATE = "second_factor_candidate"


@bp.route("/security")
@signed_in
def index() -> ResponseReturnValue:
    user = me()
    return page("accounts/security.html", user=user, codes_left=queries.recovery_codes_left(user))


@bp.route("/password", methods=["GET", "POST"])
@signed_in
@fresh_proof
def password() -> ResponseReturnValue:
    form = NewPasswordForm.from_request()
    if form.submitted_and_valid():
        try:
            services.people.set_password(me(), form.password.data, keep=browser.current_session())
        except WeakPassword as error:
            form.refuse("password", error.message)
        else:
            flash(_("Your new password is set. All other sessions have ended."), "success")
            return go("security.index")
    return page("accounts/password.html", form=form, status=form.status)


@bp.route("/email", methods=["GET", "POST"])
@signed_in
@fresh_proof
def email() -> ResponseReturnValue:
    form = EmailForm.from_request()
    if form.submitted_and_valid():
        services.people.ask_for_email_change(me(), form.email.data)
        flash(_("We have sent a link to %(email)s. Your address changes when you open it.", email=form.email.data), "success")
        return go("security.index")
    return page("accounts/email.html", form=form, user=me(), status=form.status)


@bp.route("/two-factor", methods=["GET", "POST"])
@signed_in
@fresh_proof
def two_factor() -> ResponseReturnValue:
    user = me()
    if user.totp_secret:
        return go("security.index")
    secret = _candidate()
    form = SecondFactorForm.from_request()
    if form.submitted_and_valid():
        try:
            codes = services.two_factor.turn_on(user, secret, form.code.data)
        except WrongCode as error:
            form.refuse("code", error.message)
        else:
            session.pop(_CANDIDATE, None)
            return page("accounts/recovery_codes.html", codes=codes)
    code = qr.svg(totp.address(secret, user.email), label=_("QR code for your authenticator app"))
    return page("accounts/two_factor.html", form=form, code=code, secret=secret, status=form.status)


def _candidate() -> str:
    """Return the secret that this browser is setting up: kept encrypted in its cookie, since a GET writes nothing."""
    secret = ciphers.decrypt(session.get(_CANDIDATE, ""))
    if secret is None:
        secret = totp.new_secret()
        session[_CANDIDATE] = ciphers.encrypt(secret)
    return secret


@bp.route("/two-factor/off", methods=["POST"])
@signed_in
@fresh_proof
def turn_two_factor_off() -> ResponseReturnValue:
    services.two_factor.turn_off(me(), by=me())
    flash(_("The second step is off. Your password alone opens the account now."), "warning")
    return go("security.index")


@bp.route("/recovery-codes", methods=["POST"])
@signed_in
@fresh_proof
def recovery_codes() -> ResponseReturnValue:
    user = me()
    if not user.totp_secret:
        return go("security.index")
    return page("accounts/recovery_codes.html", codes=services.two_factor.renew_recovery_codes(user))
