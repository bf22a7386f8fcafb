"""Which machines MLX runs on, told without MLX. Standard library only, for any Python."""

from __future__ import annotations

import os
import platform

from tuner_trainers.probing import Finding, error

OLDEST_MACOS = (14,)
OLDEST_GLIBC = (2, 35)
ARM = ("arm64", "aarch64")


def no_metal() -> Finding | None:
    """The finding for a machine that has no Metal for MLX; None on Apple silicon."""
    if platform.system() == "Darwin" and platform.machine() in ARM:
        return None
    here = f"{platform.system()} ({platform.machine()})"
    wheels = missing_wheels()
    cpu = "For tests and tiny models there is new MacBackend({ device: 'cpu' })."
    fix = f"Train on such a Mac. {wheels['message'] if wheels else cpu}"
    return error("GPU_NOT_FOUND", f"Metal needs a Mac with Apple silicon; this Python runs on {here}.", fix)


def missing_wheels() -> Finding | None:
    """The finding for a machine that MLX has no packages for; None elsewhere."""
    system, machine = platform.system(), platform.machine()
    if system == "Darwin" and machine not in ARM:
        fix = "On Apple silicon use a Python that is built for arm64; an Intel Mac cannot train."
        return _unsupported(f"a Python for Intel processors ({machine})", fix)
    if system == "Darwin" and _version(platform.mac_ver()[0]) < OLDEST_MACOS:
        return _unsupported(f"macOS {platform.mac_ver()[0]}", "Update macOS to 14 or newer.")
    if system == "Linux" and (_glibc() or (0,)) < OLDEST_GLIBC:
        found = ".".join(str(part) for part in _glibc() or ()) or "none"
        return _unsupported(f"Linux whose glibc is {found}", "Use a Linux with glibc 2.35 or newer.")
    if system not in ("Darwin", "Linux"):
        return _unsupported(system, "Train on a Mac with Apple silicon, or on Linux with device: 'cpu'.")
    return None


def _unsupported(what: str, fix: str) -> Finding:
    return error("PLATFORM_UNSUPPORTED", f"MLX has no package for {what}.", fix)


def _glibc() -> tuple[int, ...] | None:
    try:
        return _version((os.confstr("CS_GNU_LIBC_VERSION") or "").split()[-1])
    except (AttributeError, ValueError, OSError, IndexError):
        return None


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
