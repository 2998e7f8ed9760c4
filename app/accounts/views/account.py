"""A person's own account: profile, sessions, API tokens, memberships."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries, scopes, services
from app.accounts import session as browser
from app.accounts.access import me, signed_in
from app.accounts.agents import device_name
from app.accounts.forms import ProfileForm, TokenForm
from app.accounts.proof import fresh_proof
from app.accounts.services.people import Profile
from app.accounts.views.sign_in import remember_language
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page

bp = FeatureBlueprint("account", __name__, url_prefix="/account")


@bp.route("", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    user = me()
    form = ProfileForm.from_request(obj=user)
    if form.submitted_and_valid():
        wanted = Profile(form.full_name.data, form.phone.data or "", form.locale.data)
        services.people.change_profile(user, wanted)
        flash(_("Saved."), "success")
        response = redirect(url_for("account.profile"), code=303)
        remember_language(response, user.locale)
        return response
    return page("accounts/profile.html", form=form, user=user, memberships=queries.memberships_of(user), status=form.status)


@bp.route("/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    return page(
        "accounts/sessions.html",
        sessions=queries.sessions_of(me()),
        this=browser.current_session(),
        device_name=device_name,
    )


@bp.route("/sessions/<int:session_id>/end", methods=["POST"])
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    services.sessions.end(me(), session_id)
    flash(_("This session has ended."), "success")
    return go("account.sessions")


@bp.route("/sessions/end-others", methods=["POST"])
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    services.sessions.end_all(me(), but=browser.current_session())
    flash(_("All other sessions have ended."), "success")
    return go("account.sessions")


@bp.route("/tokens", methods=["GET", "POST"])
@signed_in
@fresh_proof
def tokens() -> ResponseReturnValue:
    user = me()
    events = scopes.events_of(user)
    form = TokenForm.from_request(events=events)
    shown = None
    if form.submitted_and_valid():
        shown, _token = services.tokens.create(
            user, form.name.data, days=form.days.data or None, event_id=form.event_id.data or None
        )
    return page(
        "accounts/tokens.html",
        form=form,
        shown=shown,
        tokens=queries.tokens_of(user),
        events=dict(events),
        status=form.status,
    )


@bp.route("/tokens/<int:token_id>/revoke", methods=["POST"])
@signed_in
def revoke_token(token_id: int) -> ResponseReturnValue:
    services.tokens.revoke(me(), token_id)
    flash(_("The token no longer opens anything."), "success")
    return go("account.tokens")
