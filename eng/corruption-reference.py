#!/usr/bin/env python3
"""Makes tests/MaskClip.Evaluation.Tests/Corruptions/reference.safetensors: what numpy, scikit-image, OpenCV and Pillow make of our postcard.

The corruptions are ImageNet-C's (Hendrycks and Dietterich 2019, as packaged in `imagecorruptions`), with one difference: normal numbers come
from SplitMix64 and the normal quantile, as ours do, so that pictures with noise can be compared pixel by pixel too.

    maskclip sample --resolution 80x64 --output postcard.png
    python3 eng/corruption-reference.py postcard.png          # needs numpy, scipy, scikit-image, opencv, pillow
"""
import io
import json
import pathlib
import struct
import sys

import cv2
import numpy as np
import scipy
import skimage
from PIL import Image, __version__ as pillow
from scipy.stats import norm
from skimage.filters import gaussian

SEED = 11


def normal(shape):
    with np.errstate(over="ignore"):
        z = np.uint64(SEED) + np.arange(1, 1 + np.prod(shape), dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return norm.ppf(((z >> np.uint64(12)).astype(np.float64) + 0.5) / 2**52).reshape(shape)


def to_bytes(x):
    return np.uint8(np.clip(x, 0, 1) * 255)


def gaussian_noise(photo, level):
    return to_bytes(photo / 255.0 + normal(photo.shape) * [0.08, 0.12, 0.18, 0.26, 0.38][level])


def speckle_noise(photo, level):
    return to_bytes(photo / 255.0 + photo / 255.0 * normal(photo.shape) * [0.15, 0.2, 0.35, 0.45, 0.6][level])


def gaussian_blur(photo, level):
    return to_bytes(gaussian(photo / 255.0, sigma=[1, 2, 3, 4, 6][level], channel_axis=-1))


def defocus_blur(photo, level):
    radius, alias = [(3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5)][level]
    reach = max(radius, 8)
    y, x = np.mgrid[-reach:reach + 1, -reach:reach + 1]
    disk = (x**2 + y**2 <= radius**2).astype(np.float32)
    disk = cv2.GaussianBlur(disk / disk.sum(), (3, 3) if radius <= 8 else (5, 5), sigmaX=alias)
    return to_bytes(np.dstack([cv2.filter2D(plane, -1, disk) for plane in cv2.split(photo / 255.0)]))


def jpeg_compression(photo, level):
    file = io.BytesIO()
    Image.fromarray(photo).save(file, "JPEG", quality=[25, 18, 15, 10, 7][level])
    return np.array(Image.open(file))


def spatter(photo, level):
    mean, scale, sigma, threshold, strength = [
        (0.65, 0.3, 4, 0.69, 0.6), (0.65, 0.3, 3, 0.68, 0.6), (0.65, 0.3, 2, 0.68, 0.5), (0.65, 0.3, 1, 0.65, 1.5), (0.67, 0.4, 1, 0.65, 1.5)][level]
    photo = photo.astype(np.float32) / 255.0
    liquid = gaussian(normal(photo.shape[:2]) * scale + mean, sigma=sigma)
    liquid[liquid < threshold] = 0
    if level >= 3:
        mud = gaussian((liquid > threshold).astype(np.float32), sigma=strength)
        mud[mud < 0.8] = 0
        photo *= 1 - mud[..., None]
        return to_bytes(photo + np.array([63, 42, 20]) / 255.0 * mud[..., None])
    liquid = np.uint8(liquid * 255)
    relief = cv2.distanceTransform(255 - cv2.Canny(liquid, 50, 150), cv2.DIST_L2, 5)
    relief = cv2.blur(np.minimum(relief, np.float32(20)), (3, 3)).astype(np.uint8)
    relief = cv2.filter2D(cv2.equalizeHist(relief), cv2.CV_8U, np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]))
    light = liquid * cv2.blur(relief, (3, 3)).astype(np.float32)
    light = light / light.max() * np.float32(strength)
    return to_bytes(photo + light[..., None] * np.float32([175 / 255.0, 238 / 255.0, 238 / 255.0]))


picture = np.array(Image.open(sys.argv[1]).convert("RGB"))[::2, ::2]
tensors = {"photo": picture}
for corrupt, levels in [(gaussian_noise, [3]), (speckle_noise, [3]), (gaussian_blur, range(1, 6)), (defocus_blur, range(1, 6)), (jpeg_compression, range(1, 6)), (spatter, range(1, 6))]:
    for level in levels:
        tensors[f"{corrupt.__name__}.{level}"] = corrupt(picture.copy(), level - 1)

versions = f"numpy {np.__version__}, scipy {scipy.__version__}, scikit-image {skimage.__version__}, opencv {cv2.__version__}, pillow {pillow}"
header, body = {"__metadata__": {"about": f"made by eng/corruption-reference.py with {versions}", "seed": str(SEED)}}, b""
for name, values in tensors.items():
    header[name] = {"dtype": "U8", "shape": list(values.shape), "data_offsets": [len(body), len(body) + values.nbytes]}
    body += np.ascontiguousarray(values).tobytes()
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
target = pathlib.Path(__file__).parent.parent / "tests/MaskClip.Evaluation.Tests/Corruptions/reference.safetensors"
target.write_bytes(struct.pack("<Q", len(text)) + text + body)
print(f"{target.name}: {len(tensors)} pictures, {target.stat().st_size} bytes, {versions}")
for name in tensors:
    print(name, np.abs(tensors[name].astype(int) - picture).mean().round(2))
