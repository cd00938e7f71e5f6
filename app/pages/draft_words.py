"""The words of the page where a scenario's cells are mended."""

from __future__ import annotations

DRAFT_WORDS: dict[str, tuple[str, str]] = {
    "draft_title": ("检查与更正", "Check and mend"),
    "draft_mend": ("在单元格里更正", "Mend it in the cells"),
    "draft_ready": ("可以求解", "Ready to be planned"),
    "draft_hint": (
        "只列出有标记的行。直接在标记的单元格里改，改完点“重新检查”；其他单元格也可以改。",
        "Only rows with marks are shown. Type into the marked cells, then check again; "
        "other cells can be changed too.",
    ),
    "draft_more": (
        "另有 {n} 行待更正，本页改完后显示。",
        "{n} more rows come up once these are mended.",
    ),
    "draft_nothing": (
        "没有可在页面上更正的单元格。",
        "There is no cell that can be mended on the page.",
    ),
    "draft_file_only": (
        "上面有些问题不在某个单元格里，请改好文件后重新上传。",
        "Some of the findings are about no single cell: mend the file and upload it again.",
    ),
    "check_again": ("重新检查", "Check again"),
    "draft_download": ("下载改好的工作簿", "Download the mended workbook"),
    "draft_changed": ("已在页面上改 {n} 处", "{n} cells changed on this page"),
    "start_over": ("换一个文件", "Take another file"),
}
