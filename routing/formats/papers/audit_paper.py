"""The audit sheet on paper: every rule with article, tightest value, limit and margin."""

from __future__ import annotations

from collections.abc import Iterator

from routing.formats.papers.forms import FormPage, build_facts, build_table, render_forms
from routing.formats.papers.request import PaperRequest
from routing.formats.workbook import words as labels
from routing.formats.workbook.words import Word, in_language
from routing.model.findings import AuditReport

TITLE = Word("合法性审核表", "Legal audit sheet")
COLUMNS = (
    (Word("规则", "Rule"), 3),
    (Word("条款", "Article"), 3),
    (Word("核对次数", "Checked"), 0),
    (Word("最紧值", "Tightest"), 1),
    (Word("限值", "Limit"), 1),
    (Word("余量", "Margin"), 1),
    (Word("结论", "Result"), 0),
)
FINDING_COLUMNS = (
    (Word("编码", "Code"), 1),
    (labels.SUBJECT, 1),
    (Word("问题", "Finding"), 3),
    (Word("处理", "Remedy"), 3),
)
PASSED = Word("符合", "met")
FAILED = Word("不符合", "broken")


def render_audit_paper(request: PaperRequest) -> bytes:
    """The plan's own audit; a page that says so where it has none."""
    return render_forms(TITLE, (_page(request),), request)


def _page(request: PaperRequest) -> FormPage:
    view = request.view
    report = view.plan.audit
    head = in_language(TITLE, view.language)
    if report is None:
        missing = Word("该方案尚未审核", "this plan has not been audited")
        return FormPage(head=head, lines=(in_language(missing, view.language),))
    verdict = PASSED if report.passed else FAILED
    tables = [build_table(request, COLUMNS, _rules(report, request))]
    if report.findings:
        tables.append(build_table(request, FINDING_COLUMNS, _findings(report, request)))
    return FormPage(
        head=head,
        facts=build_facts(
            request,
            (
                (Word("结论", "Verdict"), in_language(verdict, view.language)),
                (Word("规则版本", "Policy profile"), view.plan.provenance.policy.profile),
                (Word("方案指纹", "Scenario hash"), view.plan.scenario_sha256[:16]),
                (Word("规则条数", "Rules"), str(len(report.rules))),
            ),
        ),
        tables=tuple(tables),
        signatures=(in_language(Word("审核人", "Checked by"), view.language),),
    )


def _rules(report: AuditReport, request: PaperRequest) -> Iterator[tuple[object, ...]]:
    view = request.view
    for rule in report.rules:
        yield (
            view.say(rule.title),
            rule.article or "",
            rule.checked,
            rule.measured or "",
            rule.limit or "",
            rule.margin or "",
            in_language(PASSED if rule.passed else FAILED, view.language),
        )


def _findings(report: AuditReport, request: PaperRequest) -> Iterator[tuple[object, ...]]:
    view = request.view
    for finding in report.findings:
        yield (
            finding.code,
            finding.subject or "",
            view.say(finding.cause),
            view.say(finding.remedy),
        )
