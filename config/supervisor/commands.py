"""The command line of every child."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from config.embedded.children import Command
from config.embedded.folders import private_folder
from config.supervisor.plan import Plan

# Two web processes of four threads, two workers: what a small machine carries.
_WEB_PROCESSES = "2"
_WEB_THREADS = "4"
_WORKER_PROCESSES = "2"
# The demo's bank never says whether it carried out this payment, nor when asked.
_DEMO_FAULT = "BF-20917=lost"


def manage(plan: Plan, env: Mapping[str, str], *arguments: str) -> Command:
    """Run a management command to its end."""
    return Command(
        name=f"manage.py {arguments[0]}",
        arguments=[sys.executable, str(plan.source / "manage.py"), *arguments],
        env=env,
        cwd=plan.source,
    )


def web(plan: Plan, env: Mapping[str, str]) -> Command:
    """Serve pages and the API."""
    arguments = ["--interface", "wsgi", "--no-ws"]
    arguments += ["--host", plan.host, "--port", str(plan.port)]
    arguments += ["--workers", _WEB_PROCESSES, "--blocking-threads", _WEB_THREADS]
    # A waiting agent must not keep the whole from stopping.
    arguments += ["--workers-kill-timeout", "4", "--respawn-failed-workers"]
    counted = {"PROMETHEUS_MULTIPROC_DIR": str(_empty_folder(plan.data / "metrics"))}
    arguments.append("config.wsgi:application")
    return _module(plan, "granian", arguments, {**env, **counted})


def worker(plan: Plan, env: Mapping[str, str]) -> Command:
    """Carry out what has been allowed."""
    arguments = ["-A", "config.celery", "worker", "--loglevel", "INFO"]
    arguments += ["--pool", "prefork", "--concurrency", _WORKER_PROCESSES]
    # One worker has nobody to gossip with.
    arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return _module(plan, "celery", arguments, env)


def sweeper(plan: Plan, env: Mapping[str, str]) -> Command:
    """Find what is overdue, also while the broker is down."""
    return manage(plan, env, "sweep")


def scheduler(plan: Plan, env: Mapping[str, str]) -> Command:
    """Ring the doorbell at set times."""
    folder = private_folder(plan.data / "scheduler")
    arguments = ["-A", "config.celery", "beat", "--loglevel", "INFO"]
    arguments += ["--schedule", str(folder / "schedule"), "--pidfile", ""]
    return _module(plan, "celery", arguments, env)


def bank(plan: Plan, port: int, env: Mapping[str, str]) -> Command:
    """Be the demo's bank."""
    arguments = ["--port", str(port), "--data", str(plan.data / "bank")]
    return _module(plan, "examples.bank", [*arguments, "--fault", _DEMO_FAULT], env)


def agent(plan: Plan, env: Mapping[str, str]) -> Command:
    """Be the demo's agent."""
    arguments = ["--url", plan.public_url, "--invoices", str(plan.invoices)]
    arguments += ["--state", str(plan.data / "invoice_agent.json")]
    return _module(plan, "examples.invoice_agent", arguments, env)


def _empty_folder(path: Path) -> Path:
    # What the web processes counted last time does not go on.
    folder = private_folder(path)
    for counted in folder.glob("*.db"):
        counted.unlink()
    return folder


def _module(
    plan: Plan, module: str, arguments: list[str], env: Mapping[str, str]
) -> Command:
    return Command(
        name=module,
        arguments=[sys.executable, "-m", module, *arguments],
        env=env,
        cwd=plan.source,
        stop_signal=signal.SIGTERM,
    )
