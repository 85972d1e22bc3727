"""Photographs made by lot, and what people do to one before they send it a second time."""

from __future__ import annotations

import io
from random import Random

import numpy as np
from PIL import Image, ImageOps

WIDTH, HEIGHT = 320, 240
DEEPEST_CROP = 0.1
QUALITIES = (30, 50, 70, 85)


def photograph(number: int) -> Image.Image:
    """A scene of its own: long and short waves in the proportions that photographs have."""
    luck = np.random.default_rng(number)
    down, across = np.fft.fftfreq(HEIGHT)[:, None], np.fft.rfftfreq(WIDTH)[None, :]
    strength = np.maximum(down**2 + across**2, 1e-6) ** -0.55
    strength[0, 0] = 0
    planes = []
    common = _scene(luck, strength)
    for _ in range(3):
        planes.append(np.clip(128 + 40 * common + 12 * _scene(luck, strength), 0, 255))
    return Image.fromarray(np.stack(planes, axis=-1).astype("uint8"))


def sent_again(image: Image.Image, luck: Random, *, crop: float = DEEPEST_CROP) -> Image.Image:
    """The picture cropped by up to ``crop`` a side, turned, mirrored, scaled and saved again."""
    width, height = image.size
    left, top, right, bottom = (luck.uniform(0, crop) for _ in range(4))
    image = image.crop(
        (
            round(left * width),
            round(top * height),
            round((1 - right) * width),
            round((1 - bottom) * height),
        )
    )
    image = image.rotate(90 * luck.randrange(4), expand=True)
    if luck.random() < 0.5:
        image = ImageOps.mirror(image)
    scale = luck.uniform(0.4, 1.2)
    image = image.resize((round(image.width * scale), round(image.height * scale)))
    saved = io.BytesIO()
    image.save(saved, "JPEG", quality=luck.choice(QUALITIES))
    return Image.open(saved).convert("RGB")


def _scene(luck: np.random.Generator, strength: np.ndarray) -> np.ndarray:
    waves = luck.normal(size=strength.shape) + 1j * luck.normal(size=strength.shape)
    scene = np.fft.irfft2(waves * strength, s=(HEIGHT, WIDTH))
    return np.asarray((scene - scene.mean()) / scene.std())
