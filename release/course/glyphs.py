"""Six shapes drawn with smooth edges on coloured backgrounds: 64×64 pictures for a small image classifier."""
import numpy as np

CLASS_NAMES = ("disc", "ring", "triangle", "square", "cross", "star")
SIDE = 64


def _polygon(x, y, corners):
    """Signed distance to a regular convex polygon of circumradius 1: negative inside."""
    apothem = np.cos(np.pi / corners)
    normals = np.pi / 2 + np.pi / corners + 2 * np.pi * np.arange(corners) / corners
    return np.max([x * np.cos(a) + y * np.sin(a) - apothem for a in normals], axis=0)


def _star(x, y):
    """Five points of radius 1, five notches of radius 0.42; the distance is to the edge of the folded wedge."""
    radius, angle = np.hypot(x, y), np.arctan2(x, y)
    folded = np.abs((angle + np.pi / 5) % (2 * np.pi / 5) - np.pi / 5)
    u, v = radius * np.cos(folded), radius * np.sin(folded)
    notch = 0.42 * np.array([np.cos(np.pi / 5), np.sin(np.pi / 5)])
    edge = notch - np.array([1.0, 0.0])
    return ((u - 1) * edge[1] - v * edge[0]) / np.hypot(*edge)


def _cross(x, y):
    """Two bars of half width 0.3."""
    long, short = np.maximum(np.abs(x), np.abs(y)), np.minimum(np.abs(x), np.abs(y))
    return np.maximum(long - 0.95, short - 0.3)


SHAPES = {
    "disc": lambda x, y: np.hypot(x, y) - 0.85,
    "ring": lambda x, y: np.abs(np.hypot(x, y) - 0.75) - 0.17,
    "triangle": lambda x, y: _polygon(x, y, 3),
    "square": lambda x, y: np.maximum(np.abs(x), np.abs(y)) - 0.75,
    "cross": _cross,
    "star": _star,
}


def _coverage(name, centre, radius, turn):
    """How much of every pixel the shape covers, 0…1, for a centre and a radius in pixels and a turn in radians."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    x, y = (x - centre[0]) / radius, -(y - centre[1]) / radius
    x, y = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    return np.clip(0.5 - SHAPES[name](x, y) * radius, 0, 1)


def _background(rng, colour):
    """`colour`, brighter towards one side."""
    angle, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.12)
    y, x = (np.mgrid[:SIDE, :SIDE] + 0.5) / SIDE * 2 - 1
    return colour + (strength * (x * np.cos(angle) + y * np.sin(angle)))[..., None]


def _colours(rng):
    """A foreground and a background of clearly different brightness; the shape is the brighter one 4 times in 5."""
    while True:
        pair = rng.uniform(0.05, 0.95, size=(2, 3))
        difference = pair[0].mean() - pair[1].mean()
        if abs(difference) > 0.3:
            return pair if (difference > 0) == (rng.uniform() < 0.8) else pair[::-1]


def draw_glyph(rng, name):
    """One (64, 64, 3) uint8 picture: the shape, a little clutter, nuisance in place, size, turn and colours.

    Values are multiples of 3, so that the stored file is small.
    """
    foreground, background = _colours(rng)
    picture = _background(rng, background)
    for _ in range(rng.randint(0, 3)):
        spot = _coverage("disc", rng.uniform(0, SIDE, 2), rng.uniform(1.5, 3), 0)[..., None]
        picture = picture * (1 - spot) + rng.uniform(0, 1, 3) * spot
    centre, radius = SIDE / 2 + rng.uniform(-4, 4, 2), rng.uniform(18, 24)
    shape = _coverage(name, centre, radius, rng.uniform(-0.2, 0.2))[..., None]
    picture = picture * (1 - shape) + foreground * shape
    return 3 * np.round(85 * np.clip(picture, 0, 1)).astype(np.uint8)


def draw_glyphs(rng, m):
    """m pictures, equally many of each class, in a random order -> images (m, 64, 64, 3), labels (m,)."""
    labels = rng.permutation(np.arange(m) % len(CLASS_NAMES))
    return np.stack([draw_glyph(rng, CLASS_NAMES[label]) for label in labels]), labels.astype(np.int64)
