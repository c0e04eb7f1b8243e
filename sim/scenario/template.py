"""A new scenario file, with its forms explained where they are used."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sim.base.errors import InputError
from sim.base.resources import PACKAGE
from sim.base.versions import SCENARIO
from sim.park.atlas import sectors
from sim.scenario.files import find_file, is_path, scenario_names
from sim.scenario.json_schema import SCHEMA_FILE
from sim.scenario.schema import printable

NAME = re.compile(r"\w[\w-]{0,59}")

TEMPLATE = """\
#:schema {schema}
# Values not written here come from what it builds on. 未写出的数值沿用所继承的情景。
# Editors complete instruments, doses and bounds from the schema named above. 编辑器据此补全。
format = {format}
extends = "{base}"
# overlays = ["history"]   # laid over it; two that set one value differently are refused

[title]
zh = "{name}"
en = "{name}"

[question]
zh = "这个情景回答什么问题？"
en = "Which question does this scenario answer?"

# A dose is a number, four numbers (grades A to D), or these by year:
#   quota = 300                                    always 始终
#   quota = {{ 2021 = 300 }}                         from 2021 on 自2021年起
#   quota = {{ "2021-2023" = 300 }}                  in these years only 仅限这些年份
#   quota = {{ ramp = [[2021, 100], [2025, 500]] }}  along a straight line 线性变化
# and by sector, district or place, with the same forms inside 也可按产业、区县、片区分别给出:
#   rate = {{ elsewhere = 0.05, by_sector = {{ {sector} = 0.15 }} }}
[instruments.upgrade_subsidy]
rate = {{ 2021 = [0.15, 0.12, 0.08, 0.0] }}

# The surroundings after 2020. 2020年之后的外部环境。
# [macro]
# export_demand = {{ "2022-2022" = -0.2 }}
# sector_demand = {{ {sector} = {{ "2023-2025" = 0.03 }} }}

# What each value stands on. 数值来源。
[sources]
"upgrade_subsidy.rate" = "to be filled in 待填写"

# What the model can't show of the question. 模型不能反映的内容。
# [[not_represented]]
# instrument = "P34"
# zh = "原因"
# en = "reason"
"""


def write_template(name: str, extends: str, folder: Path) -> Path:
    """Write `NAME.toml` into a folder.

    Raises:
        InputError: no name of a file, the file exists, or the scenario it builds on does not.
    """
    plain = name.removesuffix(".toml")
    _check_names(name, plain, extends)
    find_file(extends)
    path = folder / f"{plain}.toml"
    text = TEMPLATE.format(schema=_schema_for(folder), base=extends, name=plain,
                           format=SCENARIO.current, sector=sectors()[0].name)  # fmt: skip
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(
            f"'{path}' exists; give another name",
            f"“{path}”已存在；请换一个名称",
        ) from None
    except OSError as error:
        raise InputError(
            f"'{path}' cannot be written: {error.strerror}; choose another folder",
            f"“{path}”无法写入：{error.strerror}；请另选文件夹",
        ) from None
    return path


def _check_names(name: str, plain: str, extends: str) -> None:
    """Refuse a name that could not be called later, and a base that is no shipped scenario's."""
    if not NAME.fullmatch(plain):
        raise InputError(
            f"'{printable(name)[:80]}' is no name of a scenario; use letters, digits, "
            "- and _, and no folder",
            f"“{printable(name)[:80]}”不能作情景名；请用字母、数字、- 和 _，不带文件夹",
        )
    if plain in scenario_names():
        raise InputError(
            f"'{plain}' is a shipped scenario, which that name would go on to mean; give another "
            "name",
            f"“{plain}”是内置情景名，按此名总会调用内置情景；请换一个名称",
        )
    if is_path(extends) or not extends:
        raise InputError(
            f"--extends {printable(extends)[:80]}: give the name of a shipped "
            "scenario; a path is written into the file by hand",
            f"--extends {printable(extends)[:80]}：请给出内置情景名；路径请自行写进文件",
        )


def _schema_for(folder: Path) -> str:
    """The way from a folder to the published schema; without the repository, beside the file."""
    published = PACKAGE.parent / "docs" / SCHEMA_FILE
    if not published.is_file():
        return f"./{SCHEMA_FILE}"
    try:
        return Path(os.path.relpath(published, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return published.as_posix()
