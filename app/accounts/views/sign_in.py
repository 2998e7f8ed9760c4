"""Sign in, its second step, sign out, the password asked again, and the request for a new one."""

from datetime import timedelta

from flask import current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts import queries, scopes, services, throttle
from app.accounts import session as browser
from app.accounts.access import me, signed_in
from app.accounts.errors import WrongCode, WrongCredentials, WrongPassword
from app.accounts.forms import ConfirmForm, EmailForm, SecondFactorForm, SignInForm
from app.accounts.models import AUTHORITIES, MembershipRole, User
from app.audit import services as audit
from app.core import clock
from app.core.access import public
from app.core.codes import digest
from app.core.web import FeatureBlueprint, go, keep_changes, page, safe_next
from app.jobs import services as jobs

bp = FeatureBlueprint("accounts", __name__)

_PENDING = "second_factor"
_PENDING_SECONDS = 600
# Reset mails to one address, and requests from one client (HT16: no mail bomb).
_HOUR, MOST_MAILS, MOST_REQUESTS = timedelta(hours=1), 3, 60


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    target = safe_next(request.args.get("next"), "")
    user = browser.current_user()
    if user is not None and request.method == "GET":
        return redirect(target or home_of(user))
    form = SignInForm.from_request()
    if form.submitted_and_valid():
        try:
            user = services.sign_in.check_password(form.email.data, form.password.data, address=request.remote_addr)
        except WrongCredentials as error:
            keep_changes()
            form.refuse(None, error.message)
        else:
            return _ask_second_factor(user, target) if user.totp_secret else enter(user, target)
    return page("accounts/sign_in.html", form=form, status=form.status)


def _ask_second_factor(user: User, target: str) -> Response:
    until = int(clock.now().timestamp()) + _PENDING_SECONDS
    session[_PENDING] = {"user": user.id, "until": until, "password": digest(user.password_hash or "")}
    return go("accounts.second_factor", next=target or None)


def _pending_user() -> User | None:
    """Return who has given the right password in the last ten minutes, if it is still the password."""
    pending = session.get(_PENDING)
    if not isinstance(pending, dict) or pending["until"] < clock.now().timestamp():
        return None
    user = queries.get_user(pending["user"])
    return user if user.is_active and pending["password"] == digest(user.password_hash or "") else None


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def second_factor() -> ResponseReturnValue:
    target = safe_next(request.args.get("next"), "")
    user = _pending_user()
    if user is None:
        return go("accounts.sign_in", next=target or None)
    form = SecondFactorForm.from_request()
    if form.submitted_and_valid():
        try:
            services.sign_in.check_second_factor(user, form.code.data)
        except WrongCode as error:
            keep_changes()
            form.refuse("code", error.message)
        else:
            return enter(user, target)
    return page("accounts/second_factor.html", form=form, status=form.status)


def enter(user: User, target: str = "") -> Response:
    """Open the session and go where the person wanted to."""
    browser.start(user)
    audit.record(user, "accounts.signed_in", user)
    response = redirect(target or home_of(user), code=303)
    if "lang" not in request.cookies:
        remember_language(response, user.locale)
    return response


def remember_language(response: Response, locale: str) -> None:
    """Keep the language of the pages on this browser."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie("lang", locale, max_age=31536000, samesite="Lax", secure=secure)


def home_of(user: User) -> str:
    """Return the page where the work of `user` begins."""
    memberships = queries.memberships_of(user)
    offices = {membership.role for membership in memberships if membership.organisation.kind in AUTHORITIES}
    if offices == {MembershipRole.LEADER} and not user.is_admin:
        wanted = "/leadership"
    elif user.is_admin or offices:
        wanted = "/manage"
    elif memberships:
        wanted = "/exhibitor"
    else:
        wanted = "/manage" if scopes.events_of(user) else "/"
    return wanted if current_app.url_map.bind("").test(wanted, "GET") else "/"


@bp.route("/sign-out", methods=["POST"])
@public
def sign_out() -> ResponseReturnValue:
    browser.end()
    return redirect("/", code=303)


@bp.route("/confirm", methods=["GET", "POST"])
@signed_in
def confirm() -> ResponseReturnValue:
    target = safe_next(request.args.get("next"), "/account")
    form = ConfirmForm.from_request()
    if form.submitted_and_valid():
        try:
            services.sign_in.prove(me(), form.password.data)
        except WrongPassword as error:
            keep_changes()
            form.refuse("password", error.message)
        else:
            browser.confirm()
            return redirect(target, code=303)
    return page("accounts/confirm.html", form=form, status=form.status)


@bp.route("/forgot-password", methods=["GET", "POST"])
@public
def forgot_password() -> ResponseReturnValue:
    form = EmailForm.from_request()
    if form.submitted_and_valid():
        throttle.count(throttle.address_key("reset-from", request.remote_addr), MOST_REQUESTS, _HOUR)
        throttle.count(throttle.key_of("reset", form.email.data), MOST_MAILS, _HOUR)
        jobs.enqueue("accounts.reset_requested", email=form.email.data)
        return go("accounts.forgot_password", sent=1)
    return page("accounts/forgot_password.html", form=form, sent="sent" in request.args, status=form.status)
