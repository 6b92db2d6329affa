"""`./run bench`: every benchmark, each line one ratio."""

from benchmarks.media import proxy_against_ffmpeg

if __name__ == "__main__":
    proxy_against_ffmpeg()
