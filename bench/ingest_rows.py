"""How many rows of a workbook are read, mapped and checked in a second on one core."""

import io
import time

import openpyxl

from bench.registry import measurement
from ingest.dedupe import content_hash
from ingest.pipeline import plan
from ingest.readers import read_file
from ingest.records import Kind

ROWS = 20_000
HEADINGS = (
    "序号", "成果名称", "所属学院", "成果简介", "创新点", "关键词", "技术成熟度", "成果阶段", "碳类别", "年减碳量（吨）",
    "技术参数", "专利情况", "转化方式", "价格（万元）", "完成人", "联系人", "联系电话", "有效期", "应用案例", "备注",
)  # fmt: skip
STAGES = ("小试", "中试", "产业化")
PROSE = "针对燃煤机组捕集能耗高的问题，采用两相吸收剂与富液分流工艺，在满负荷下把再生能耗降到二点四吉焦每吨以下。" * 4


@measurement(name="ingest_rows_per_second", unit="rows/s", bar=2000, better="higher")
def rows_per_second() -> float:
    """Plan a generated workbook of 20,000 rows and 20 columns."""
    data = workbook(ROWS)
    start = time.process_time()
    planned = plan(read_file(data, "bench.xlsx"), Kind.ACHIEVEMENT)
    elapsed = time.process_time() - start
    if len(planned.rows) != ROWS or len({content_hash(row.content) for row in planned.rows[:100]}) != 100:
        raise AssertionError("the workbook was not read as written")
    return ROWS / elapsed


def workbook(rows: int) -> bytes:
    """Write rows as an office would, no two alike, some with mistakes."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("成果汇总")
    sheet.append(["双碳成果汇总表"])
    sheet.append(list(HEADINGS))
    for number in range(1, rows + 1):
        sheet.append(_row(number))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(number: int) -> list[object]:
    return [
        number,
        f"第{number}号两相吸收剂低能耗二氧化碳捕集工艺",
        "能源与动力学院",
        f"{PROSE}编号 {number}。",
        "能耗低；挥发少；占地小。",
        "碳捕集、吸收剂、低能耗",
        f"TRL {number % 9 + 1}",
        STAGES[number % 3],
        "低碳" if number % 50 else "节能",
        number * 3 if number % 40 else "约4万",
        f"捕集率≥{80 + number % 20}%；再生能耗：2.35～2.45 GJ/tCO2；循环寿命>{number}次",
        "ZL201721099528.4；ZL201310586887.2",
        "许可/合作；面谈",
        number % 900 + 0.5,
        f"张{number}、李{number}、王{number}",
        f"赵{number}",
        f"138{number:08d}",
        "2027-12-31" if number % 30 else "2025/2/30",
        f"202{number % 6}年在宜昌某某化工有限公司应用，节电 {number % 30}%",
        "",
    ]
