"""What operators of an installation see: background work that needs a person."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import admin_only, me
from app.accounts.policies import OperatorPermission
from app.audit import services as audit
from app.core.i18n import _, _l
from app.core.navigation import add_account_item
from app.core.web import FeatureBlueprint, go, page
from app.jobs import queries, services

bp = FeatureBlueprint("operator", __name__, url_prefix="/manage/jobs")
add_account_item(90, "operator.jobs", _l("Background work"), OperatorPermission.OPERATE)


@bp.get("")
@admin_only
def jobs() -> ResponseReturnValue:
    return page(
        "reports/jobs.html",
        parked=queries.parked_jobs(),
        recent=queries.recent_jobs(50),
        counts=queries.count_by_state(),
        waiting=queries.waiting_time(),
    )


@bp.post("/<int:job_id>/retry")
@admin_only
def retry(job_id: int) -> ResponseReturnValue:
    job = queries.get_job(job_id)
    services.retry(job)
    audit.record(me(), "jobs.retried", job, data={"name": job.name})
    flash(_("The job will run again."), "success")
    return go("operator.jobs")
