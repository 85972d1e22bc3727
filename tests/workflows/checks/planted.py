"""Photographs made by lot, and what people do to one before they send it a second time."""

from __future__ import annotations

import io
from collections.abc import Callable
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


def cropped(image: Image.Image, luck: Random, crop: float = DEEPEST_CROP) -> Image.Image:
    """Without up to ``crop`` at each side, each by lot."""
    width, height = image.size
    left, top, right, bottom = (luck.uniform(0, crop) for _ in range(4))
    return image.crop(
        (
            round(left * width),
            round(top * height),
            round((1 - right) * width),
            round((1 - bottom) * height),
        )
    )


def cropped_most(image: Image.Image, _luck: Random) -> Image.Image:
    """Without a whole tenth at each side."""
    across, down = round(image.width * DEEPEST_CROP), round(image.height * DEEPEST_CROP)
    return image.crop((across, down, image.width - across, image.height - down))


def turned(image: Image.Image, luck: Random) -> Image.Image:
    """By one to three quarters."""
    return image.rotate(90 * luck.randrange(1, 4), expand=True)


def mirrored(image: Image.Image, luck: Random) -> Image.Image:
    """Left for right, or upside down."""
    return ImageOps.mirror(image) if luck.random() < 0.5 else ImageOps.flip(image)


def scaled(image: Image.Image, luck: Random) -> Image.Image:
    """Smaller by far, or a little larger."""
    scale = luck.uniform(0.4, 1.2)
    return image.resize((round(image.width * scale), round(image.height * scale)))


def saved_again(image: Image.Image, luck: Random) -> Image.Image:
    """As messengers do it, well or badly."""
    saved = io.BytesIO()
    image.save(saved, "JPEG", quality=luck.choice(QUALITIES))
    return Image.open(saved).convert("RGB")


def sent_again(image: Image.Image, luck: Random, *, crop: float = DEEPEST_CROP) -> Image.Image:
    """Everything at once: cropped by up to ``crop`` a side, turned, mirrored, scaled and saved."""
    image = cropped(image, luck, crop)
    image = image.rotate(90 * luck.randrange(4), expand=True)
    if luck.random() < 0.5:
        image = ImageOps.mirror(image)
    return saved_again(scaled(image, luck), luck)


KINDS: dict[str, Callable[[Image.Image, Random], Image.Image]] = {
    "turned by quarters": turned,
    "mirrored": mirrored,
    "saved again": saved_again,
    "scaled": scaled,
    "cropped by up to a tenth a side": cropped,
    "cropped by a whole tenth a side": cropped_most,
    "turned and mirrored": lambda image, luck: mirrored(turned(image, luck), luck),
    "cropped and saved again": lambda image, luck: saved_again(cropped(image, luck), luck),
    "cropped, turned and mirrored": lambda image, luck: cropped(
        mirrored(turned(image, luck), luck), luck
    ),
    "everything at once": sent_again,
}


def _scene(luck: np.random.Generator, strength: np.ndarray) -> np.ndarray:
    waves = luck.normal(size=strength.shape) + 1j * luck.normal(size=strength.shape)
    scene = np.fft.irfft2(waves * strength, s=(HEIGHT, WIDTH))
    return np.asarray((scene - scene.mean()) / scene.std())
