"""Pages of accounts."""

from app.accounts.views import account, links, members, operators, organisations, security, sign_in

blueprints = [sign_in.bp, links.bp, account.bp, security.bp, organisations.bp, members.bp, operators.bp]
