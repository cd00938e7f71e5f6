"""How Chinese place names are written: full, short, traditional, in pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from opencc import OpenCC

SHORTEST = 2
SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "街道",
    "地区",
    "火车站",
    "站",
    "省",
    "市",
    "县",
    "区",
    "旗",
    "盟",
    "镇",
    "乡",
)
NATIONS = re.compile(
    "(蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族"
    "|哈萨克|哈萨克族|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族"
    "|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|阿昌族|普米族|塔吉克|怒族|俄罗斯族"
    "|鄂温克族|德昂族|保安族|裕固族|京族|独龙族|鄂伦春|各族)+(自治区|自治州|自治县|自治旗|乡)$"
)
PLAIN_SUFFIX = {"自治区": "", "自治州": "州", "自治县": "县", "自治旗": "旗", "乡": "乡"}
PUNCTUATION = re.compile(r"[\s,，、。．.;；:：/\\|·•\-—_()（）\[\]【】\"'“”‘’]+")
LATIN = re.compile(r"[a-z]")


def normal(text: str) -> str:
    """A name as it is compared: simplified, half width, lower case, without punctuation."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return PUNCTUATION.sub("", simplifier().convert(plain))


def keys_of(name: str) -> Iterator[tuple[str, bool]]:
    """The names that a place goes by; the flag says that it is the full one."""
    full = normal(name)
    yield full, True
    without = NATIONS.sub(lambda found: PLAIN_SUFFIX[found.group(2)], full)
    short = {without, stem(without), stem(full)} - {full}
    yield from ((key, False) for key in sorted(short) if len(key) >= SHORTEST)


def stem(name: str) -> str:
    """The name without what kind of place it is; unchanged where too little would be left."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= SHORTEST:
            return name.removesuffix(suffix)
    return name


def has_latin(text: str) -> bool:
    """Whether a normalised name has Latin letters in it, as pinyin has."""
    return LATIN.search(text) is not None


@lru_cache(maxsize=20_000)
def pinyin(name: str) -> str:
    """The name in pinyin without tones, spaces or capitals."""
    # Its tables take a third of a second to load, and most runs never need them.
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


@lru_cache(maxsize=1)
def simplifier() -> OpenCC:
    """Traditional to simplified characters; its tables are loaded once."""
    return OpenCC("t2s")
