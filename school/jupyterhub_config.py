"""JupyterHub for a class on one machine. docs/school.md says how it is started, with these settings of the environment:

NOISEBOOK_HUB_URL       where it is reached; http://127.0.0.1:8000 unless given
NOISEBOOK_HUB_DATA      the folder of its database and, in a trial, of the students' work; hub-data unless given
NOISEBOOK_HUB_PASSWORD  makes it a trial: whoever knows the password comes in under any name, and every server runs as the user who
                        started the hub. Without it, root starts the hub, and students are this machine's users.
"""

import os
import sys
from pathlib import Path

project = Path(__file__).resolve().parent.parent
environment = Path(sys.prefix)
data = Path(os.environ.get("NOISEBOOK_HUB_DATA", "hub-data")).resolve()
data.mkdir(mode=0o700, parents=True, exist_ok=True)

c = get_config()  # noqa: F821

c.JupyterHub.bind_url = os.environ.get("NOISEBOOK_HUB_URL", "http://127.0.0.1:8000")
c.JupyterHub.db_url = f"sqlite:///{data}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(data / "cookie-secret")
c.ConfigurableHTTPProxy.command = [str(environment / "node_modules" / ".bin" / "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(data / "proxy.pid")

c.Spawner.cmd = [str(project / "school" / "start-server.sh")]
c.Spawner.default_url = "/lab/tree/00-start-here.ipynb"
c.Spawner.environment = {
    "PATH": f"{environment / 'bin'}:{os.environ['PATH']}",
    "NOISEBOOK_COURSE": str(project / "notebooks"),
    # Made once, for everybody's kernels: see docs/school.md.
    "NOISEBOOK_CACHE": str(environment / "cache"),
    # No news and no questions about updates.
    "JUPYTER_CONFIG_PATH": str(project / "cli" / "jupyter-config"),
}
# A class comes in at the same minute, and each server takes seconds of a processor to start.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 120

# A server that nobody has used for an hour goes, so that its memory is another's. Files stay.
c.JupyterHub.services = [
    {"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600"]}
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]

if password := os.environ.get("NOISEBOOK_HUB_PASSWORD"):
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = password
    c.Authenticator.allow_all = True
    # A name becomes a folder.
    c.Authenticator.username_pattern = r"[a-z0-9][a-z0-9_-]{0,31}\Z"
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(data / "students" / "{username}")
    if os.getuid() == 0:
        c.Spawner.args = ["--allow-root"]
else:
    c.JupyterHub.authenticator_class = "pam"
    c.PAMAuthenticator.allowed_groups = {"students", "teachers"}
    c.PAMAuthenticator.admin_groups = {"teachers"}
