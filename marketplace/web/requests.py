"""Requests as views see them."""

from typing import Any

import flask
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property


class Request(flask.Request):
    """To a view, HEAD is GET: a branch that asks for GET and else acts would act on HEAD, with no check of its origin.

    The answer's body is still left out, by the method that stands in the environment. What is asked for holds no NUL: nobody
    types one, and PostgreSQL takes none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.method == "HEAD":
            self.method = "GET"

    @cached_property
    def args(self) -> MultiDict[str, str]:
        pairs = super().args.items(multi=True)
        return ImmutableMultiDict([(name, value.replace("\x00", "")) for name, value in pairs])
