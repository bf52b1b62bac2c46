"""OpenVINO without its telemetry: import it from here, and nowhere else.

Where the package `openvino-telemetry` is found, which comes with every installation, `import openvino` alone forks a
process that reports to a web analytics service, and writes an identity into the home folder. This program reports to
nobody. OpenVINO falls back to a stub where the package cannot be imported, so here it cannot.
"""

from __future__ import annotations

import sys

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # how Python marks what cannot be imported

import openvino  # noqa: E402 - after what silences it
import openvino.opset13 as op  # noqa: E402

__all__ = ["op", "openvino"]
