"""How many rows of a workbook are read, mapped and checked in a second on one core."""

import io
import time

import openpyxl

from bench.invented import PURPOSES, Inventor
from bench.registry import measurement
from ingest.dedupe import content_hash
from ingest.normalise.patents import check_digit
from ingest.pipeline import plan
from ingest.readers import read_file
from ingest.records import Kind

ROWS = 20_000
HEADINGS = (
    "序号", "成果名称", "所属学院", "成果简介", "创新点", "关键词", "技术成熟度", "成果阶段", "碳类别", "年减碳量（吨）",
    "技术参数", "专利情况", "转化方式", "价格（万元）", "完成人", "联系人", "联系电话", "有效期", "应用案例", "备注",
)  # fmt: skip
STAGES = ("小试", "中试", "产业化")
MODES = ("许可/合作；面谈", "转让", "作价入股、合作开发", "技术服务")
COLLEGES = ("能源与动力学院", "材料学院", "化工学院", "环境学院", "电气学院", "农学院", "土木学院")
SEED = 7


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
    """Write rows as an office would, some with mistakes; texts, patents, people and figures are each row's own."""
    inventor = Inventor(SEED)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("成果汇总")
    sheet.append(["双碳成果汇总表"])
    sheet.append(list(HEADINGS))
    for number in range(1, rows + 1):
        sheet.append(_row(number, inventor))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(number: int, inventor: Inventor) -> list[object]:
    draw = inventor.random
    return [
        number,
        f"第{number}号{inventor.title()}",
        COLLEGES[number % 7],
        f"{inventor.paragraph(5)}编号 {number}。",
        "；".join(draw.sample(PURPOSES, 3)) + "。",
        "、".join(inventor.title()[:7] for _ in range(3)),
        f"TRL {number % 9 + 1}",
        STAGES[number % 3],
        "低碳" if number % 50 else "节能",
        number * 3 if number % 40 else "约4万",
        f"捕集率≥{80 + number % 20}%；再生能耗：{number % 97 / 40 + 1:.2f}～2.45 GJ/tCO2；循环寿命>{number}次",
        f"{_patent(number)}；{_patent(number + ROWS)}",
        MODES[number % 4],
        number % 900 + 0.5,
        f"张{number}、李{number}、王{number}",
        f"赵{number}",
        f"138{number:08d}",
        f"{2027 + number % 5}-{number % 12 + 1:02d}-{number % 28 + 1:02d}" if number % 30 else "2025/2/30",
        f"202{number % 6}年在宜昌某某{number}号化工有限公司应用，节电 {number % 30}%",
        "",
    ]


def _patent(number: int) -> str:
    digits = f"20{10 + number % 14}1{number:07d}"
    return f"ZL{digits}.{check_digit(digits)}"
