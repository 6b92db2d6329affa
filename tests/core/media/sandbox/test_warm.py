"""What is loaded before the walls: afterwards nothing is loaded any more."""

import subprocess
import sys


def test_everything_of_pyav_is_loaded():
    code = (
        "import sys; from attune.core.media.sandbox.warm import warm; warm()\n"
        "wanted = {'av.subtitles.stream', 'av.video.codeccontext', 'av.filter.graph',"
        " 'av.sidedata.motionvectors', 'encodings.cp1252'}\n"
        "raise SystemExit(str(wanted - set(sys.modules)) if wanted - set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
