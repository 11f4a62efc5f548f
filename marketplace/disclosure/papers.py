"""The agreement as a document: the exact text in a template, with the signatures there are."""

from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from marketplace.core.clock import CHINA
from marketplace.disclosure.models import Nda
from marketplace.disclosure.nda_text import numeral, read_back
from marketplace.disclosure.wording import PARTIES

TEMPLATE = Path(__file__).with_name("nda.docx")


def agreement(nda: Nda) -> bytes:
    """The document; autoescape keeps what people typed from being read as markup."""
    wording = read_back(nda.text)
    document = DocxTemplate(TEMPLATE)
    document.render(
        {
            "title": wording.title,
            "parties": [{"name": name, "value": value} for name, value in wording.parties],
            "clauses": [
                {"head": f"第{numeral(number)}条　{clause.title}", "text": clause.text}
                for number, clause in enumerate(wording.clauses, start=1)
            ],
            "summary": wording.summary,
            "sha256": nda.sha256,
            "signatures": [
                {
                    "party": PARTIES[each.party],
                    "who": f"{each.name}，{each.office}",
                    "when": f"{each.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}（北京时间）",
                }
                for each in nda.signatures
            ],
        },
        autoescape=True,
    )
    target = BytesIO()
    document.save(target)
    return target.getvalue()
