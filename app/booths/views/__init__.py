"""Pages of booths: for everybody, the organiser's desk, tables in and out, the plan and its rates."""

from app.booths.views import desk, drafts, editor, plan, public, rates, tables

blueprints = [public.bp, desk.bp, tables.bp, plan.bp, rates.bp, rates.public_bp, drafts.bp, editor.bp]
