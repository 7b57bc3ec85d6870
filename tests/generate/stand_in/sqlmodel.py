# SPDX-License-Identifier: MPL-2.0
"""Stands in for SQLModel, which Debian 12 does not have, so that what `joinery generate sqlmodel` writes can be run there:
classes become tables of SQLAlchemy by SQLModel's rules. No validation, no sessions; for tests alone."""
import datetime
import decimal
import enum
import types
import typing
import uuid

import sqlalchemy as sa
from sqlalchemy import orm

if not hasattr(sa, 'Double'):  # SQLAlchemy 1.4

    class Double(sa.Float):
        __visit_name__ = 'DOUBLE'

    sa.Double = Double
    sa.types.DOUBLE = Double
    sa.sql.compiler.GenericTypeCompiler.visit_DOUBLE = lambda self, type_, **_: 'DOUBLE'

TYPES = {int: sa.Integer, bool: sa.Boolean, float: sa.Float, datetime.datetime: sa.DateTime, datetime.date: sa.Date,
         datetime.time: sa.Time, datetime.timedelta: sa.Interval, bytes: sa.LargeBinary, uuid.UUID: getattr(sa, 'Uuid', sa.CHAR(32))}
FIELD_WORDS = {'default', 'primary_key', 'foreign_key', 'ondelete', 'unique', 'nullable', 'index', 'sa_type', 'max_length',
               'max_digits', 'decimal_places', 'sa_column_args', 'sa_column_kwargs'}
RELATIONSHIP_WORDS = {'back_populates', 'sa_relationship_kwargs'}


class Words(types.SimpleNamespace):
    def __getattr__(self, _):
        return None


def words(known, given):
    if set(given) - known:
        raise TypeError('SQLModel knows no %s' % ', '.join(sorted(set(given) - known)))
    return Words(**given)


def Field(**given):
    return words(FIELD_WORDS, given)


def Relationship(**given):
    return words(RELATIONSHIP_WORDS, dict(given, back_populates=given.get('back_populates')))


def without_optional(annotation):
    if typing.get_origin(annotation) is typing.Union:
        return next(a for a in typing.get_args(annotation) if a is not type(None)), True
    return annotation, annotation is typing.Any


def type_of(python, field):
    if field.sa_type is not None:
        return field.sa_type
    if python is decimal.Decimal:
        return sa.Numeric(precision=field.max_digits, scale=field.decimal_places)
    if isinstance(python, type) and issubclass(python, enum.Enum):
        return sa.Enum(python)
    if python is str:
        return sa.String(length=field.max_length)
    return TYPES[python]


def column_of(annotation, field):
    python, noneable = without_optional(annotation)
    arguments = [sa.ForeignKey(field.foreign_key, ondelete=field.ondelete)] if field.foreign_key else []
    nullable = field.nullable if field.nullable is not None else noneable and not field.primary_key
    return sa.Column(type_of(python, field), *arguments, *(field.sa_column_args or []), primary_key=bool(field.primary_key),
                     nullable=nullable, index=bool(field.index) or None, unique=field.unique, **(field.sa_column_kwargs or {}))


def relationship_of(annotation, relationship):
    inner, _ = without_optional(annotation)
    target = (typing.get_args(inner) or (inner,))[0]
    name = target.__forward_arg__ if isinstance(target, typing.ForwardRef) else target
    return orm.relationship(name, back_populates=relationship.back_populates, **(relationship.sa_relationship_kwargs or {}))


class SQLModelMeta(orm.decorators.DeclarativeMeta if hasattr(orm, 'decorators') else orm.DeclarativeMeta):
    def __new__(mcs, name, bases, attributes, table=False):
        for attribute, annotation in attributes.get('__annotations__', {}).items():
            value = attributes.get(attribute)
            if isinstance(value, Words):
                is_relationship = 'back_populates' in vars(value)
                attributes[attribute] = (relationship_of if is_relationship else column_of)(annotation, value)
            elif table:
                attributes[attribute] = column_of(annotation, Words())
        attributes.pop('__annotations__', None)
        return super().__new__(mcs, name, bases, attributes)

    def __init__(cls, name, bases, attributes, table=False):
        super().__init__(name, bases, attributes)


SQLModel = orm.declarative_base(metaclass=SQLModelMeta)
