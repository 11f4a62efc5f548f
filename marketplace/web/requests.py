"""Requests as views see them."""

from typing import Any

import flask


class Request(flask.Request):
    """To a view, HEAD is GET: a branch that asks for GET and else acts would act on HEAD, with no check of its origin.

    The answer's body is still left out, by the method that stands in the environment.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.method == "HEAD":
            self.method = "GET"
