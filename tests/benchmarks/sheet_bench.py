"""A spreadsheet of 10,000 rows: from the upload to its preview, and to the last draft."""

from __future__ import annotations

import datetime as dt
import io
import resource
import time

import xlsxwriter
from sqlalchemy import func, select
from stdnum.cn import ric

from models.intake_draft import IntakeDraft
from models.role import Role
from tests.benchmarks.list_bench import county_at
from tests.cast import username
from webapp.intake_sheets.columns import OFFERED
from webapp.worker_jobs import JOBS
from workflows.worker import run_until_idle

ROWS = 10_000
PREVIEW_SECONDS, IMPORT_SECONDS, MOST_MB = 10, 60, 500
CLERK = username(Role.VILLAGE_CLERK)
HOUSEHOLD = {
    "村": "惠风川村", "组(屯)": "二组", "民族": "汉族", "联系电话": "13800001234",
    "住址": "二组12号", "户口性质": "农业", "长期居住在农村": "是", "身份类别": "低保",
    "全家年收入(元)": "3200", "住房情况": "唯一住房", "房屋结构": "土木结构",
    "建造年份": "1985年", "建筑面积(㎡)": "68.5㎡", "间数": "3", "层数": "1",
}  # fmt: skip


def measure(url: str) -> tuple[float, float, float]:
    """(seconds until the preview is there, seconds until the last draft is, MB at most)."""
    data, households = sheet_of(ROWS)
    with county_at(url) as office:
        programme = str(office.people.programmes["A"])
        token = office.get(CLERK, "/intake/sheets").form("/intake/sheets").token
        began = time.perf_counter()
        sent = {"csrf_token": token, "programme": programme, "sheet": (io.BytesIO(data), "x.xlsx")}
        address = office.post(CLERK, "/intake/sheets", sent).location
        preview = office.get(CLERK, address)
        preview_seconds = time.perf_counter() - began
        assert f"{households} 户可以导入" in preview.words
        confirmed = {"csrf_token": token, "act": "all"}
        assert office.post(CLERK, address, confirmed).status == 303
        began = time.perf_counter()
        run_until_idle(office.database, office.runtime, rounds=ROWS, jobs=JOBS)
        import_seconds = time.perf_counter() - began
        with office.database.read() as session:
            assert session.scalar(select(func.count()).select_from(IntakeDraft)) == households
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return preview_seconds, import_seconds, peak


def sheet_of(rows: int) -> tuple[bytes, int]:
    """An .xlsx whose every second household has two persons, and how many households it has."""
    target, households = io.BytesIO(), 0
    labels = [column.label for column in OFFERED]
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, labels)
        for number in range(1, rows + 1):
            told = {"姓名": "王秀英", "身份证号": _number(number), "与户主关系": "户主"}
            if number % 3 == 0:
                told |= {"姓名": "赵大山", "与户主关系": "配偶"}
            else:
                told, households = {**HOUSEHOLD, **told}, households + 1
            page.write_row(number, 0, [told.get(label, "") for label in labels])
    return target.getvalue(), households


def _number(count: int) -> str:
    born = dt.date(1940, 1, 1) + dt.timedelta(days=count % 20_000)
    body = f"150783{born:%Y%m%d}{count // 20_000 + 101:03d}"
    return body + str(ric.calc_check_digit(f"{body}0"))
