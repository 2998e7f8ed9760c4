"""Pages of booths: for everybody, the organiser's desk, tables in and out, the plan and its rates."""

from app.booths.views import (
    acts,
    costs,
    desk,
    drafts,
    editor,
    holding,
    plan,
    plan_cad,
    plan_pictures,
    plan_print,
    plan_table,
    rates,
    tables,
    versions,
)

# The pages for everybody have one blueprint, to which holding.py adds.
blueprints = [holding.bp, desk.bp, acts.bp, tables.bp, plan.bp, rates.bp, rates.public_bp, costs.bp, drafts.bp, editor.bp]
blueprints += [plan_table.bp, versions.bp, plan_print.bp, plan_pictures.bp, plan_cad.bp]
