"""The list of communes that fills a form while somebody types."""

import re

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.core.access import public
from app.core.web import FeatureBlueprint, page
from app.places import queries

bp = FeatureBlueprint("places", __name__, url_prefix="/places")
_FIELD_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
LONGEST_LIST = 200


def _code(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise ValueError("no province code")
    return int(text)


@bp.get("/communes")
@public
def communes() -> ResponseReturnValue:
    """Answer `?province=12&q=ta leng` with a datalist; a CommuneField names itself (`for`) and its province field (`by`)."""
    field = request.args.get("for", "commune")
    if not _FIELD_ID.fullmatch(field):
        abort(404)
    text = request.args.get("q", request.args.get(field, ""))[:100]
    province = request.args.get("province", request.args.get(request.args.get("by", ""), type=_code), type=_code)
    if text.strip():
        found = queries.find_communes(text, province, limit=50)
    else:
        found = queries.communes_of(province)[:LONGEST_LIST] if province else []
    response = page("places/_commune_options.html", field=field, communes=found, with_province=province is None)
    # The same for everybody, and changes with the law only.
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response
