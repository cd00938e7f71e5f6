"""Documents that are checked for their shape only: rosters, dispatch details."""

from __future__ import annotations

from routing.model.findings import Finding
from routing.validate.document_order import in_document_order
from routing.validate.shape import AnyDocument, made_readable, read_document


def read_model(
    model: type[AnyDocument], raw: object
) -> tuple[AnyDocument | None, tuple[Finding, ...]]:
    """The document, None if it cannot be read, and every defect of its shape at once."""
    readable, broken = made_readable(raw)
    document, shape = read_document(model, readable)
    findings = in_document_order((*broken, *shape))
    return (None if findings else document), findings
