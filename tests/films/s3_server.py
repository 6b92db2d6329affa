"""OpenStack Swift with its S3 API, whole and in one process, for tests: it checks every signature.

    python -m tests.films.s3_server FOLDER KEY SECRET

Prints the port at which it answers. Objects are in memory, and everything is gone when it ends. Nothing
of it is imported by the tests themselves: its eventlet would change their sockets.
"""

import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")  # eventlet's own, on its future

import eventlet  # noqa: E402 -- see above

eventlet.monkey_patch()

from eventlet import listen, wsgi  # noqa: E402 -- after the patch, or it would wait for itself
from swift.account.server import AccountController  # noqa: E402 -- the same
from swift.common import utils  # noqa: E402 -- the same
from swift.common.ring import RingBuilder  # noqa: E402 -- the same
from swift.common.wsgi import loadapp  # noqa: E402 -- the same
from swift.container.server import ContainerController  # noqa: E402 -- the same
from swift.obj.mem_server import ObjectController  # noqa: E402 -- the same

PARTS = {"account": AccountController, "container": ContainerController, "object": ObjectController}
FRONT = """
[DEFAULT]
swift_dir = {folder}
log_level = CRITICAL
[pipeline:main]
pipeline = catch_errors gatekeeper cache s3api tempauth bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
min_segment_size = 1
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
"""


def main() -> None:
    folder, key, secret = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
    (folder / "disk").mkdir(exist_ok=True)
    utils.HASH_PATH_SUFFIX = b"tests"
    (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = tests\n")
    conf = {
        "devices": str(folder),
        "swift_dir": str(folder),
        "mount_check": "false",
        "disable_fallocate": "true",
        "log_level": "CRITICAL",
    }
    with Path("/dev/null").open("w") as quiet:
        for name, kind in PARTS.items():
            line = listen(("127.0.0.1", 0))
            _ring(folder, name, line.getsockname()[1])
            eventlet.spawn(wsgi.server, line, kind(conf), quiet, debug=False)
        account, user = key.split(":")
        text = FRONT.format(folder=folder, account=account, user=user, secret=secret)
        (folder / "front.conf").write_text(text)
        front = listen(("127.0.0.1", 0))
        app = loadapp(str(folder / "front.conf"))
        sys.stdout.write(f"{front.getsockname()[1]}\n")
        sys.stdout.flush()
        wsgi.server(front, app, quiet, debug=False)


def _ring(folder: Path, name: str, port: int) -> None:
    builder = RingBuilder(1, 1, 1)
    place = {"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk"}
    builder.add_dev({"id": 0, "weight": 1.0, **place})
    builder.rebalance()
    builder.get_ring().save(str(folder / f"{name}.ring.gz"))


if __name__ == "__main__":
    main()
