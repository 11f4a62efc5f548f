"""The forms of sessions: the set-up and the registration."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Optional

from marketplace.core.clock import today
from marketplace.core.errors import InvalidInput
from marketplace.events.after.following import FollowUp
from marketplace.events.after.rules import Progress
from marketplace.events.asking.rules import RequestMode
from marketplace.events.day.rules import MOST_AMOUNT, Interest, NextStep, Presence
from marketplace.events.day.telling import AMOUNT, Outcome
from marketplace.events.hours import Slot
from marketplace.events.models import Event, EventRegistration
from marketplace.events.services import Registering, SetUp
from marketplace.needs.choices import sectors
from marketplace.web.fields import CodesField, DayField, ProseField, TermField, TextField, WholeField

AHEAD = timedelta(days=30)  # a session is set up this long before its day unless the organiser says otherwise
NEEDED = _("请填写这一项。")


class LinesField(TextAreaField):  # type: ignore[misc]
    """One entry a line."""

    def __init__(self, label: object = None, **given: Any) -> None:
        super().__init__(label, **given)
        self.type = "TextAreaField"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = tuple(line.strip() for line in text.splitlines() if line.strip())

    def _value(self) -> str:
        return "\n".join(self.data) if isinstance(self.data, tuple | list) else str(self.data or "")


class ClockField(TimeField):  # type: ignore[misc]
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(gettext("请按“时:分”填写，例如 9:30。")) from None


class BlamedForm(FlaskForm):  # type: ignore[misc]
    def blame(self, refused: InvalidInput) -> None:
        for name, sentence in refused.fields.items():
            params: Mapping[str, Any] = refused.params if sentence == refused.message else {}
            if name in self:
                self[name].errors = [gettext(sentence, **params)]


class SetUpForm(BlamedForm):
    """Everything an organiser says of a session; a new one starts with what usually fits."""

    lock = HiddenField()
    title = TextField(_("专场名称"))
    introduction = ProseField(_("介绍"))
    sectors = CodesField(_("领域"))
    supporters = TextField(_("承办、支持单位"))
    day = DayField(_("日期"), [InputRequired(NEEDED)])
    venue = TextField(_("地点"))
    contact = TextField(_("联系方式"))
    opens_at = ClockField(_("场地几点起可用"), [Optional()])
    closes_at = ClockField(_("用到几点"), [Optional()])
    first_slot = ClockField(_("第一轮开始"), [InputRequired(NEEDED)])
    slots = WholeField(_("轮数"), [InputRequired(NEEDED)])
    slot_minutes = WholeField(_("每轮"), [InputRequired(NEEDED)])
    gap_minutes = WholeField(_("轮间换桌"), [Optional()])
    pause_after = WholeField(_("休息在第几轮之后"), [Optional()])
    pause_minutes = WholeField(_("休息时间"), [Optional()])
    tables = WholeField(_("桌数"), [InputRequired(NEEDED)])
    most_meetings = WholeField(_("每家最多约见"), [InputRequired(NEEDED)])
    request_mode = TermField(_("怎样约见"), RequestMode)
    request_hours = WholeField(_("答复期限"), [Optional()])
    most_requests = WholeField(_("每家最多邀约"), [Optional()])
    provider_places = WholeField(_("成果方名额"), [Optional()])
    seeker_places = WholeField(_("需求方名额"), [Optional()])
    needs_approval = BooleanField(_("报名要由主办方审核"))
    registration_until = DayField(_("报名截止"), [InputRequired(NEEDED)])
    wishes_until = DayField(_("约见截止"), [InputRequired(NEEDED)])
    questions = LinesField(_("报名时问的问题"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sectors.choices = sectors()

    def ask_only(self, names: Collection[str]) -> None:
        """Leave out the fields of other steps."""
        for name in SetUp.__dataclass_fields__:
            if name not in names:
                del self[name]

    def said(self) -> dict[str, Any]:
        """What the fields hold, as a set-up keeps it."""
        said: dict[str, Any] = {name: self[name].data for name in SetUp.__dataclass_fields__ if name in self}
        for name in said.keys() & {"gap_minutes", "pause_after", "pause_minutes"}:
            said[name] = said[name] or 0
        for name in said.keys() & {"sectors", "questions"}:
            said[name] = tuple(said[name] or ())
        for name in said.keys() & {"request_mode", "request_hours", "most_requests"}:  # a blank leaves it as it was
            before = self[name].object_data or SetUp.__dataclass_fields__[name].default
            said[name] = before if said[name] is None else said[name]
        return said

    def set_up(self) -> SetUp:
        return SetUp(**self.said())


def usual_values(day: date | None = None) -> dict[str, Any]:
    """What a new session starts with."""
    held_on = day or today() + AHEAD
    return {
        "day": held_on,
        "registration_until": held_on - timedelta(days=10),
        "wishes_until": held_on - timedelta(days=4),
        "first_slot": time(9, 30),
        "slots": 8,
        "slot_minutes": 20,
        "gap_minutes": 5,
        "pause_after": 4,
        "pause_minutes": 90,
        "tables": 10,
        "most_meetings": 6,
        "request_mode": RequestMode.WISHES,
        "request_hours": 72,
        "most_requests": 10,
        "needs_approval": True,
    }


def set_up_values(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in SetUp.__dataclass_fields__} | {"lock": str(event.lock)}


class RegistrationForm(BlamedForm):
    """Who comes, with what, when not; the organiser's own questions are added to it."""

    organisation = SelectField(_("报名单位"), coerce=int, validate_choice=False)
    items = SelectMultipleField(_("带来谈的内容"), validate_choice=False)
    attendees = LinesField(_("到场的人"))
    phone = TextField(_("现场联系电话"))
    most_meetings = WholeField(_("最多谈几场"), [Optional()])
    absent = SelectMultipleField(_("哪几轮不在"), validate_choice=False)
    listed = BooleanField(_("同意把单位名称列入公开的参会名单"))

    def __init__(self, questions: Sequence[str], hours: Sequence[Slot], records: Mapping[str, str], **given: Any):
        super().__init__(**given)
        self.questions = list(questions)
        self.items.choices = [(public_id, f"{public_id}　{title}") for public_id, title in records.items()]
        self.absent.choices = [
            (str(slot.number), gettext("第 %(n)s 轮 %(span)s", n=slot.number + 1, span=slot.span)) for slot in hours
        ]

    def registering(self) -> Registering:
        return Registering(
            attendees=tuple(self.attendees.data or ()),
            items=tuple(self.items.data or ()),
            phone=self.phone.data,
            answers={question: self[f"answer_{n}"].data for n, question in enumerate(self.questions)},
            listed=bool(self.listed.data),
            absent=tuple(int(slot) for slot in self.absent.data or () if slot.isdecimal() and len(slot) < 4),
            most_meetings=int(self.most_meetings.data) if self.most_meetings.data is not None else None,
        )


def registration_form(
    event: Event, records: Mapping[str, str], organisations: Sequence[tuple[int, str]], values: Mapping[str, Any]
) -> RegistrationForm:
    """The form of one session: its questions are fields."""
    fields = {f"answer_{number}": ProseField(question) for number, question in enumerate(event.questions)}
    kind = type("AskingForm", (RegistrationForm,), fields)
    form: RegistrationForm = kind(event.questions, event.hours, records, data=values)
    form.organisation.choices = list(organisations)
    return form


def registration_values(registration: EventRegistration) -> dict[str, Any]:
    answers = {
        f"answer_{number}": registration.answers.get(question, "")
        for number, question in enumerate(registration.event.questions)
    }
    return answers | {
        "organisation": registration.organisation_id,
        "items": [item.subject_id for item in registration.items],
        "attendees": tuple(registration.attendees),
        "phone": registration.phone,
        "most_meetings": registration.most_meetings,
        "absent": [str(slot) for slot in registration.absent],
        "listed": registration.listed,
    }


NOT_MET = {"excused": Presence.EXCUSED, "absent": Presence.ABSENT}


def outcome_from(said: Mapping[str, str]) -> Outcome:
    """What was tapped: one word on how it went (or that nobody came), one on what comes next; the rest may be blank."""
    how, step = said.get("how", ""), said.get("next_step", "")
    return Outcome(
        attended=NOT_MET.get(how, Presence.PRESENT),
        interest=Interest(how) if how in set(Interest) else None,
        next_step=NextStep(step) if step in set(NextStep) else None,
        rating=_whole(said.get("rating", "")),
        amount=_amount(said.get("amount", "")),
        note=said.get("note", "").strip(),
    )


def follow_up_from(said: Mapping[str, str]) -> FollowUp:
    """How a meeting went on."""
    word = said.get("progress", "")
    return FollowUp(
        progress=Progress(word) if word in set(Progress) else Progress.TALKING,
        amount=_amount(said.get("amount", "")),
        note=said.get("note", "").strip(),
    )


def _whole(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 3 else None


def _amount(typed: str) -> float | None:
    typed = typed.strip().replace(",", "").replace("，", "")
    if not typed:
        return None
    try:
        amount = float(typed)
    except ValueError:
        amount = -1.0
    if not 0 <= amount <= MOST_AMOUNT:  # also what is not a number
        raise InvalidInput(AMOUNT, {"amount": AMOUNT})
    return amount
