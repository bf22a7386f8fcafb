"""The probe and what it says of machines, told by injected facts; the script itself, run as the host runs it."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tuner_trainers.mlx import machine

PROBE = Path(machine.__file__).with_name("probe.py")


@pytest.fixture
def on(monkeypatch):
    """Makes this machine look like another one."""

    def pretend(system, processor, mac="", glibc=None):
        monkeypatch.setattr(platform, "system", lambda: system)
        monkeypatch.setattr(platform, "machine", lambda: processor)
        monkeypatch.setattr(platform, "mac_ver", lambda: (mac, ("", "", ""), processor))
        monkeypatch.setattr(os, "confstr", lambda name: glibc, raising=False)

    return pretend


@pytest.mark.parametrize(
    "facts",
    [
        ("Darwin", "arm64", "14.0"),
        ("Darwin", "arm64", "26.1.2"),
        ("Linux", "x86_64", "", "glibc 2.35"),
        ("Linux", "aarch64", "", "glibc 2.100"),
    ],
)
def test_machines_with_packages(on, facts):
    on(*facts)
    assert machine.missing_wheels() is None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (("Darwin", "x86_64", "15.1"), "Intel"),
        (("Darwin", "arm64", "13.6.1"), "macOS 13.6.1"),
        (("Linux", "x86_64", "", "glibc 2.31"), "glibc is 2.31"),
        (("Linux", "x86_64", "", None), "glibc is none"),
        (("Windows", "AMD64"), "Windows"),
    ],
)
def test_machines_without_packages_are_told_why(on, facts, words):
    on(*facts)
    finding = machine.missing_wheels()
    assert finding["code"] == "PLATFORM_UNSUPPORTED"
    assert finding["severity"] == "error"
    assert words in finding["message"]
    assert finding["fix"]


def test_apple_silicon_has_metal(on):
    on("Darwin", "arm64", "15.0")
    assert machine.no_metal() is None


def test_linux_has_no_metal_but_a_cpu(on):
    on("Linux", "x86_64", "", "glibc 2.36")
    finding = machine.no_metal()
    assert finding["code"] == "GPU_NOT_FOUND"
    assert "Linux (x86_64)" in finding["message"]
    assert "new MacBackend({ device: 'cpu' })" in finding["fix"]


def test_where_there_is_no_package_the_cpu_is_no_way_out(on):
    on("Windows", "AMD64")
    finding = machine.no_metal()
    assert finding["code"] == "GPU_NOT_FOUND"
    assert "MLX has no package for Windows." in finding["fix"]
    assert "MacBackend" not in finding["fix"]


def _run(device):
    command = [sys.executable, str(PROBE), "--device", device]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


def test_the_script_answers_for_the_cpu():
    report = _run("cpu")
    assert report["findings"] == []
    assert report["versions"]["mlx"] and report["versions"]["mlx-lm"] and report["versions"]["transformers"]
    assert report["device"]["kind"] == "cpu"
    assert report["device"]["memoryBytes"] > 0


def test_the_script_answers_for_metal():
    report = _run("metal")
    if platform.system() == "Darwin":
        assert report["device"]["kind"] == "metal" or report["findings"][0]["code"] == "GPU_NOT_FOUND"
    else:
        assert [finding["code"] for finding in report["findings"]] == ["GPU_NOT_FOUND"]
        assert report["device"] is None
