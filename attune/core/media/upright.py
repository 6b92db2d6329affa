"""Pictures as a person sees them: turned upright, square pixels, 8-bit 4:2:0 or RGB."""

from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

Picture = npt.NDArray[np.uint8]


def turned(picture: npt.NDArray[Any], rotation: int) -> npt.NDArray[Any]:
    """The array turned clockwise by `rotation` (a multiple of 90), contiguous."""
    return np.ascontiguousarray(np.rot90(picture, -rotation // 90))


def upright_yuv(
    frame: VideoFrame, rotation: int, width: int, height: int, scaler: VideoReformatter
) -> VideoFrame:
    """The frame for an encoder: yuv420p in limited range, turned, `width` x `height` as shown.

    `scaler` is kept from frame to frame: setting one up costs three times as much as its work. The
    frame's time is not carried over.
    """
    wide, high = (height, width) if rotation in (90, 270) else (width, height)
    plain = scaler.reformat(
        frame, wide, high, "yuv420p", interpolation="BICUBIC", dst_color_range="MPEG"
    )
    if not rotation:
        return plain
    planes = plain.to_ndarray()
    luma, chroma = planes[:high], planes[high:].reshape(2, high // 2, wide // 2)
    turned_planes = [turned(luma, rotation), *(turned(plane, rotation) for plane in chroma)]
    flat = np.concatenate([plane.reshape(-1) for plane in turned_planes])
    return av.VideoFrame.from_ndarray(flat.reshape(height * 3 // 2, width), format="yuv420p")


def upright_rgb(frame: VideoFrame, rotation: int, width: int, height: int) -> Picture:
    """The frame for a picture file: RGB of shape (height, width, 3), turned, as shown."""
    wide, high = (height, width) if rotation in (90, 270) else (width, height)
    plain = frame.reformat(wide, high, "rgb24", interpolation="BICUBIC")
    return np.asarray(turned(plain.to_ndarray(), rotation), dtype=np.uint8)
