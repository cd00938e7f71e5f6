"""What a document calls its fields, and the unit that each name carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel

from routing.model.base import Document

UNITS = (
    (re.compile(r"_per_km_fen$"), ("分/公里", "fen per km")),
    (re.compile(r"_fen_per_person$|^per_person_fen$"), ("分/人", "fen per person")),
    (re.compile(r"_fen$"), ("分（1 元 = 100 分）", "fen (1 yuan = 100 fen)")),
    (re.compile(r"_m$"), ("米", "metres")),
    (re.compile(r"_s$"), ("秒", "seconds")),
    (re.compile(r"^people$|_people$"), ("人", "people")),
    (re.compile(r"seats$"), ("座", "seats")),
    (re.compile(r"^hours"), ("小时", "hours")),
    (re.compile(r"^(lat|lon)$"), ("十进制度", "decimal degrees")),
)


def unit_of(field: str) -> tuple[str, str]:
    """The unit that a field's name says, as a clause in Chinese and English; empty without one."""
    for pattern, (zh, en) in UNITS:
        if pattern.search(field):
            return f"，单位：{zh}", f", in {en}"
    return "", ""


def fields_at(kind: type[Document], pointer: str) -> tuple[str, ...]:
    """Names of the fields that the object at ``pointer`` may have, of any member of a union."""
    models: tuple[type[BaseModel], ...] = (kind,)
    for step in pointer.split("/")[1:]:
        if not step.isdigit():
            models = tuple(inner for model in models for inner in models_under(model, step))
    return tuple(dict.fromkeys(name for model in models for name in published(model)))


def published(model: type[BaseModel]) -> Iterator[str]:
    """Field names as they stand in the document."""
    for name, field in model.model_fields.items():
        yield field.alias or name


def models_under(model: type[BaseModel], step: str) -> Iterator[type[BaseModel]]:
    """Models of the values in the field published as ``step``."""
    for name, field in model.model_fields.items():
        if step == (field.alias or name):
            yield from models_in(field.annotation)


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Models named anywhere in a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from models_in(argument)
