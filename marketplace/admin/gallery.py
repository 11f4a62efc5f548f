"""Every component in every state on one page, for those who build pages; never in production."""

from types import SimpleNamespace

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm

from marketplace.core.paging import Page
from marketplace.listings.content import ClaimLine, Parameter
from marketplace.listings.rules import ListingState
from marketplace.needs.content import Constraint
from marketplace.taxonomy.terms import (
    AttachmentKind,
    CarbonClass,
    DisclosureTier,
    EvidenceGrade,
    Operator,
    Priority,
    TransferMode,
    TrlScale,
)
from marketplace.web.access import allow, anyone
from marketplace.web.assets import asset

blueprint = Blueprint("gallery", __name__)
TITLE = "两相吸收剂低能耗燃烧后 CO₂ 捕集工艺"


class _Row(PlainForm):  # type: ignore[misc]
    name = StringField("参数名")
    value = StringField("数值")


class _Sample(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    title = StringField("成果名称", description="60 字以内，不写单位名")
    rate = StringField("捕集率", description="按干基，连续运行平均值")
    sector = SelectField("所属领域", choices=[("energy", "能源"), ("steel", "钢铁")])
    net = StringField("净减碳量", description="由 BE、PE、LE、RE 算出，不能手填", render_kw={"disabled": True})
    problem = TextAreaField("要解决的问题", description="谁受困、困在哪里、损失多少")
    modes = SelectMultipleField(
        "转化方式", choices=[("ordinary", "普通许可"), ("equity", "作价入股"), ("assignment", "转让")]
    )
    scale = RadioField("成熟度分级", choices=[("nine", "9 级"), ("thirteen", "13 级")])
    stage = RadioField("成果阶段", choices=[("early", "初期"), ("middle", "中期"), ("mature", "成熟应用")])
    anonymous = BooleanField("匿名发布")
    parameters = FieldList(FormField(_Row))
    table = FileField("表格文件", description="xlsx、csv 或 docx，不超过 20 MB")


def _form() -> _Sample:
    form = _Sample(
        formdata=None,
        data={
            "title": TITLE,
            "rate": "912",
            "net": "65,751",
            "modes": ["ordinary"],
            "scale": "nine",
            "stage": "middle",
            "problem": "燃煤机组用 30% MEA 捕集，每吨 CO₂ 需 3.8 GJ 低压蒸汽。",
            "parameters": [{"name": "再生能耗", "value": "2.4"}, {"name": "捕集率", "value": "91.2"}],
        },
    )
    form.rate.errors = ["捕集率不能大于 100%，请填 0 到 100 之间的数"]
    return form


def _card(**changes: object) -> SimpleNamespace:
    values: dict[str, object] = {
        "url": "#card",
        "title": TITLE,
        "owner": "云梦理工大学",
        "key_technology": "CO₂捕集、利用与封存",
        "teaser": [
            ("吸收后分相，只再生富液的一半，", False),
            ("再生能耗", True),
            (" 2.4 GJ/tCO₂，较 30% MEA 工艺低 37%。在 12 kt/a 装置上连续运行 2,160 h，", False),
            ("捕集率", True),
            (" 91.2%。", False),
        ],
        "carbon_class": CarbonClass.LOW,
        "transfer_modes": (TransferMode.ORDINARY_LICENCE, TransferMode.JOINT_DEVELOPMENT),
        "price_text": "面议",
        "trl": 7,
        "trl_scale": TrlScale.NINE,
        "conservative": 57861.0,
        "grade": EvidenceGrade.TESTED,
        "why": [
            ("met", "再生能耗 2.4，需 ≤ 2.6 GJ/t"),
            ("met", "捕集率 91.2%"),
            ("unknown", "10 万吨级放大未验证"),
            ("unmet", "占地 3,600，需 ≤ 3,200 m²"),
        ],
        "compare_url": "#compare",
    }
    return SimpleNamespace(**(values | changes))


def _claim() -> SimpleNamespace:
    return SimpleNamespace(
        baseline_emissions=100000.0,
        project_emissions=33049.0,
        leakage_emissions=1200.0,
        removals=0.0,
        net=65751.0,
        uncertainty_percent=12.0,
        conservative=57861.0,
        lines=(
            ClaimLine(side="BE", label="排放", formula="100,000 t 捕集前 CO₂，直接排放", amount=100000),
            ClaimLine(side="PE", label="蒸汽", formula="100,000 t × 2.4 GJ/t × 0.110 tCO₂/GJ", amount=26400),
            ClaimLine(side="PE", label="电力", formula="100,000 t × 0.120 MWh/t × 0.5366 tCO₂/MWh", amount=6439),
            ClaimLine(side="PE", label="吸收剂", formula="60 t × 3.50 tCO₂e/t", amount=210),
            ClaimLine(side="LE", label="泄漏", formula="100,000 t × 1.2%，运输与封存", amount=1200),
        ),
    )


def _parameters() -> list[object]:
    hidden = SimpleNamespace(
        name="吸收剂损耗", minimum=None, maximum=0.8, unit="kg/t", conditions="", evidence="",
        comparator_value=1.5, tier=DisclosureTier.ACCEPTED_INTEREST, locked=True,
    )  # fmt: skip
    shown = [
        Parameter(name="再生能耗", minimum=2.35, maximum=2.45, unit="GJ/tCO₂", conditions="入口 12.6% 干基，捕集率 ≥ 90%",
                  evidence="第三方检测", comparator_value=3.8),
        Parameter(name="捕集率", minimum=91.2, unit="%", conditions="2,160 h 平均", evidence="第三方检测",
                  comparator_value=90.0),
        Parameter(name="占地（10 万 t/a）", minimum=3600, maximum=3600, unit="m²", conditions="不含压缩干燥",
                  evidence="工艺包", comparator_value=3900),
    ]  # fmt: skip
    return [*shown, hidden]


def _options(*rows: tuple[object, str, int, bool]) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(value=value, label=label, count=count, chosen=chosen) for value, label, count, chosen in rows
    ]


def _columns() -> list[SimpleNamespace]:
    rows = (
        ("B", "成果名称", TITLE, "title", True),
        ("F", "技术成熟度", "中试；工业化应用", "trl", False),
        ("N", "备注", "见附件", "", True),
    )
    return [
        SimpleNamespace(
            letter=letter, name=name, example=example, field=field, sure=sure, input_name=f"column-{letter}"
        )
        for letter, name, example, field, sure in rows
    ]


def _problems() -> list[SimpleNamespace]:
    rows = (
        (17, "年减碳（吨）", "约 4 万", "不是一个数。请改为 40000。", "改为 40000", True),
        (31, "成果名称", "", "这一格必填。请填写名称。", "", True),
        (22, "减碳类别", "节能", "不在四类之内。请改为“低碳”。", "改为“低碳”", False),
    )
    return [
        SimpleNamespace(row=row, field=field, value=value, said=said, fix=fix, severe=severe)
        for row, field, value, said, fix, severe in rows
    ]


def _files() -> list[SimpleNamespace]:
    rows = (
        ("检测报告首页", AttachmentKind.TEST_REPORT, DisclosureTier.PUBLIC, False),
        ("示范装置运行记录", AttachmentKind.CASE_PROOF, DisclosureTier.SIGNED_IN, True),
        ("工艺包", AttachmentKind.TECHNICAL, DisclosureTier.UNDER_NDA, True),
    )
    return [
        SimpleNamespace(title=title, kind=kind, tier=tier, locked=locked, format="PDF", size=2_412_000)
        for title, kind, tier, locked in rows
    ]


def _pictures() -> list[SimpleNamespace]:
    renditions = [SimpleNamespace(width=480, height=320, media_type=kind) for kind in ("image/webp", "image/jpeg")]
    return [SimpleNamespace(alt=alt, renditions=renditions) for alt in ("12 kt/a 分相器装置", "装置的操作台")]


def _cell(*_place: object) -> str:
    return "#"


@blueprint.get("/_components")
@allow(anyone)
def components() -> str:
    """The gallery, drawn with an invented record."""
    return render_template(
        "components/gallery.html",
        form=_form(),
        cards=[
            _card(),
            _card(title="生物质掺烧耦合烟气 CO₂ 矿化封存成套技术", owner="磐山冶金研究院", carbon_class=CarbonClass.NEGATIVE,
                  trl=12, trl_scale=TrlScale.THIRTEEN, conservative=None, grade=None, why=(), price_text=""),
        ],
        claim=_claim(),
        parameters=_parameters(),
        constraints=[
            Constraint(parameter="再生能耗", operator=Operator.AT_MOST, value=2.6, unit="GJ/t"),
            Constraint(parameter="入口浓度", operator=Operator.BETWEEN, value=12, value2=14, unit="%",
                       priority=Priority.WANT),
        ],
        classes=list(CarbonClass),
        states=list(ListingState),
        TITLE=TITLE,
        grades=list(EvidenceGrade),
        class_options=_options(*((kind, "", count, count > 10) for kind, count in zip(CarbonClass, (71, 12, 5, 0), strict=True))),
        grade_options=_options(*((kind, "", 9, kind is EvidenceGrade.TESTED) for kind in EvidenceGrade)),
        technology_options=_options(*((f"B{n}", f"关键技术之{n}", 41 - n, False) for n in range(8))),
        matrix_rows=[
            SimpleNamespace(label="能源", url="#", counts=(402, 517, 88, 14), gap=("大规模储能技术研究与应用", "#")),
            SimpleNamespace(label="钢铁", url="#", counts=(318, 42, 29, 0), gap=None),
        ],
        page=Page(items=(), total=1156, number=2, size=100),
        columns=_columns(),
        problems=_problems(),
        cell=_cell,
        files=_files(),
        pictures=_pictures(),
        picture_cell=lambda *_place: asset("icon.svg"),
    )  # fmt: skip
