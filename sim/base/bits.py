"""The bits of a floating-point number, compiled and interpreted.

`math.frexp` and `math.ldexp` are exact but slow when compiled; reading and writing the bits is
as exact and lets the compiler use vector instructions.
"""

from __future__ import annotations

import struct
from typing import Any

from numba import types
from numba.extending import intrinsic

from sim.base.compiler import COMPILED


def _interpreted_to_bits(x: float) -> int:
    return int(struct.unpack("<q", struct.pack("<d", x))[0])


def _interpreted_to_float(bits: int) -> float:
    return float(struct.unpack("<d", struct.pack("<q", bits))[0])


@intrinsic
def _compiled_to_bits(typing_context: Any, x: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], context.get_value_type(types.int64))

    return types.int64(types.float64), generate


@intrinsic
def _compiled_to_float(typing_context: Any, bits: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], context.get_value_type(types.float64))

    return types.float64(types.int64), generate


# The 64 bits of a number as a signed integer, and the number with given bits.
float_to_bits: Any = _compiled_to_bits if COMPILED else _interpreted_to_bits
bits_to_float: Any = _compiled_to_float if COMPILED else _interpreted_to_float
