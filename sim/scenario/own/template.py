"""A folder to begin with: settings, and a table of plainly invented firms to overwrite."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

from sim.base.errors import InputError
from sim.park.atlas import districts, places, sectors
from sim.scenario.own.columns import COLUMNS
from sim.scenario.workbook import MADE, check_free

SETTINGS = """# 自有企业数据的设置，说明见 docs/own_firms.en.md。 Settings of your own firms.

table = "own_firms.csv"        # 企业数据表（.csv 或 .xlsx）。 The table, beside this file.
covers = "listed"              # listed：表中出现的片区；city：全市；或 ["{district}", "{place}"]
firms = "above_scale"          # above_scale：规上；all：规上及用地3亩以上规下
totals = "changed"             # changed：全市合计随之改变；kept：其他规上企业重新加权
leave_out_refused = false      # true：不列入被拒绝的行。 Go on without refused rows.

[places]                       # 表中用名 = 模型片区名。 Your name = the model's.
# "甲乙街道" = "{place}"

[sectors]                      # 表中用名或行业代码 = 模型产业名。 Your name or code = the model's.
# "某行业" = "{sector}"
"""
YEAR = 2020
# Of each invented firm: output, value added, tax, mu, persons, tce; 10k yuan. Three to a place, and
# none so large that sums would tell it: the example runs as it is written.
EXAMPLE = (
    (5200.0, 1150.0, 210.0, 12.0, 86, 95.0), (12400.0, 2710.0, 465.0, 28.0, 176, 410.0),
    (2650.0, 560.0, 95.0, 9.5, 48, 33.0), (19000.0, 4250.0, 760.0, 30.0, 270, 640.0),
    (7300.0, 1480.0, 160.0, 28.0, 120, 240.0), (3900.0, 930.0, 155.0, 6.5, 64, 41.0),
)  # fmt: skip


def write_template(out: Path, language: Literal["zh", "en"]) -> list[Path]:
    """Write the settings and the example, as CSV and as a workbook, into a new folder.

    Raises:
        InputError: the folder exists or cannot be written.
    """
    check_free(out)
    part = Path(tempfile.mkdtemp(suffix=".part", dir=out.parent))
    try:
        rows = _rows(language)
        (part / "own_firms.toml").write_text(_settings(), encoding="utf-8", newline="\n")
        (part / "own_firms.csv").write_bytes(_csv(rows))
        made = ["own_firms.toml", "own_firms.csv"]
        if _write_workbook(part / "own_firms.xlsx", rows):
            made.append("own_firms.xlsx")
        part.chmod(0o755)
        part.rename(out)
    except OSError as error:
        raise InputError(
            f"'{out}' cannot be written: {error.strerror}; give another --out",
            f"“{out}”无法写入：{error.strerror}；请用 --out 另选",
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [out / name for name in made]


def _settings() -> str:
    """The settings, whose examples name parts of the city that runs."""
    place = next(one for one in places() if one.is_park)
    home = next(one for one in districts() if one.name != place.district)
    return SETTINGS.format(district=home.name, place=place.name, sector=sectors()[0].name)


def _rows(language: Literal["zh", "en"]) -> list[list[Any]]:
    zh = language == "zh"
    heads = [f"{one.zh}（{one.unit_zh}）" if zh and one.unit else one.zh if zh else
             f"{one.name} ({one.unit})" if one.unit else one.name for one in COLUMNS]  # fmt: skip
    return [heads, *(_invented(k, figures, zh) for k, figures in enumerate(EXAMPLE, start=1))]


def _invented(k: int, figures: tuple[float, ...], zh: bool) -> list[Any]:
    place = [one for one in places() if one.is_park][(k - 1) // 3]
    sector = sectors()[k % len(sectors())]
    home = next(one for one in districts() if one.name == place.district)
    output, made, tax, land, staff, energy = figures
    cells = {
        "code": f"EXAMPLE-{k:04d}", "name": f"虚构企业{k}号" if zh else f"Invented Works No. {k}",
        "year": YEAR, "place": place.zh if zh else place.name,
        "district": home.zh if zh else home.name, "sector": sector.zh if zh else sector.name,
        "above_scale": "是" if zh else "yes", "output": output, "value_added": made, "tax": tax,
        "land": land, "employment": staff, "energy": energy,
    }  # fmt: skip
    return [cells.get(one.name, "") for one in COLUMNS]


def _csv(rows: list[list[Any]]) -> bytes:
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows(rows)
    return content.getvalue().encode("utf-8-sig")


def _write_workbook(path: Path, rows: list[list[Any]]) -> bool:
    """The same as a workbook; False where the package for it is missing."""
    try:
        import xlsxwriter  # noqa: PLC0415  an extra
    except ImportError:
        return False
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet("own_firms")
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(COLUMNS) - 1, 16)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(at, column, value)
    book.close()
    return True
