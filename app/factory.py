"""Builds the application. The only module that knows every feature."""

import importlib
import importlib.util
import os
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app.core import assets, cli, doctor, health, i18n, logs, migrating, navigation, styleguide, web
from app.core.db import db

# In the order of the layers, lowest first. A feature without an edge module of that name is passed over.
FEATURES = (
    "jobs",
    "files",
    "documents",
    "mail",
    "audit",
    "places",
    "accounts",
    "events",
    "payments",
    "booths",
    "agenda",
    "registrations",
    "stands",
    "allocation",
    "badges",
    "checkin",
    "reports",
    "demo",
)
csrf = CSRFProtect()


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Return the configured application.

    Args:
        settings: values that win over the environment, for tests.
    Raises:
        ConfigError: the configuration is unsafe or wrong.
    """
    root = config.ROOT
    app = Flask("app", root_path=str(root), template_folder="templates", static_folder="static")
    settings = settings or {}
    environment = dict(os.environ) | {key: settings[key] for key in ("FAIR_ENV",) if key in settings}
    app.config.from_mapping(config.load_settings(environment) | settings)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    logs.init_app(app)
    db.init_app(app)
    migrating.init_app(app)
    i18n.init_app(app)
    web.init_app(app)
    csrf.init_app(app)  # after web: its check reads the form, whose limit is set there
    cli.init_app(app)
    health.init_app(app)
    doctor.init_app(app)
    assets.init_app(app)
    navigation.init_app(app)
    styleguide.init_app(app)
    for feature in FEATURES:
        _register(app, feature)
    return app


def _register(app: Flask, feature: str) -> None:
    """Register what the feature's edge offers: blueprints `bp` of views and api, `init_app`, job handlers, commands `cli`."""
    package = f"app.{feature}"
    importlib.import_module(package)
    for module_name in ("models", "setup", "jobs", "views", "operator", "api", "cli"):
        module = _optional(f"{package}.{module_name}")
        if module is None:
            continue
        if hasattr(module, "init_app"):
            module.init_app(app)
        for blueprint in getattr(module, "blueprints", None) or filter(None, [getattr(module, "bp", None)]):
            app.register_blueprint(blueprint)
            if module_name == "api":
                csrf.exempt(blueprint)
        for command in getattr(module, "commands", ()):
            app.cli.add_command(command)


def _optional(name: str) -> Any:
    if importlib.util.find_spec(name) is None:
        return None
    return importlib.import_module(name)
