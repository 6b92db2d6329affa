"""Pictures as a person sees them: turned upright, unmirrored, square pixels, 8-bit 4:2:0 or RGB."""

from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

Picture = npt.NDArray[np.uint8]


def turned(picture: npt.NDArray[Any], rotation: int, *, mirrored: bool = False) -> npt.NDArray[Any]:
    """The array, mirrored left for right if asked, then turned clockwise by `rotation`, contiguous.

    `rotation` is a multiple of 90.
    """
    seen = picture[:, ::-1] if mirrored else picture
    return np.ascontiguousarray(np.rot90(seen, -rotation // 90))


def upright_yuv(
    frame: VideoFrame,
    rotation: int,
    width: int,
    height: int,
    scaler: VideoReformatter,
    *,
    mirrored: bool = False,
) -> VideoFrame:
    """The frame for an encoder: yuv420p in limited range, as `turned`, `width` x `height` as shown.

    `scaler` is kept from frame to frame: setting one up costs three times as much as its work. The
    frame's time is not carried over.
    """
    wide, high = (height, width) if rotation in (90, 270) else (width, height)
    plain = scaler.reformat(
        frame, wide, high, "yuv420p", interpolation="BICUBIC", dst_color_range="MPEG"
    )
    if not rotation and not mirrored:
        return plain
    planes = plain.to_ndarray()
    luma, chroma = planes[:high], planes[high:].reshape(2, high // 2, wide // 2)
    flat = np.concatenate(
        [turned(plane, rotation, mirrored=mirrored).reshape(-1) for plane in (luma, *chroma)]
    )
    return av.VideoFrame.from_ndarray(flat.reshape(height * 3 // 2, width), format="yuv420p")


def upright_rgb(
    frame: VideoFrame, rotation: int, width: int, height: int, *, mirrored: bool = False
) -> Picture:
    """The frame for a picture file: RGB of shape (height, width, 3), as `turned`, as shown."""
    wide, high = (height, width) if rotation in (90, 270) else (width, height)
    plain = frame.reformat(wide, high, "rgb24", interpolation="BICUBIC")
    return np.asarray(turned(plain.to_ndarray(), rotation, mirrored=mirrored), dtype=np.uint8)
