"""Cuts a folded text into sentences and clauses, hides what only looks like a value, and tells what a clause speaks of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from marketplace.matching.reader.folding import LIST

HIDDEN = "\ue000"
STANDARD = (
    r"(?:(?:GB|GJB|HJ|JB|DL|NB|QB|HG|YB|YS|JC|JT|JG|JGJ|CJ|CJJ|SH|SY|NY|LY|TB|AQ|MT|SJ|QC|TSG|DB\d{2}|CECS|IEC|ISO|ASTM|ASME|EN|DIN|JIS|ANSI|IEEE|AATCC|FZ|LS|SN|WS|YY|SL|GA|UL|SAE|API|BS)"
    r"(?:/?[TZQ])?[ -]?[A-Z]?\d[\d.]*(?:[-/:][A-Z]{0,3}\d[\d.]*)*(?:[-:]\d{4})?)"
)
PATENT = r"(?:(?:ZL|CN)?\d{9,14}(?:\.[\dXx])?[A-Z]?|(?:ZL|CN)\d{6,}[\d.]*[A-Z]?)"
DATE = (
    r"(?:(?:19|20)\d{2}(?:[-~至到](?:19|20)?\d{2})?年(?:度|底|末|初|前|后|内)?(?:\d{1,2}月(?:底|末|初|\d{1,2}[日号])?)?(?:[-~至到](?:(?:19|20)?\d{2}年)?\d{1,2}月(?:\d{1,2}日)?)?|"
    r"(?:19|20)\d{2}[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d|%)|(?<!\d)\d{1,2}月\d{1,2}[日号]|(?:\"|“)?十[二三四五]五(?:\"|”)?)"
)
NAMED = (
    r"(?:P[·. ]?[OISCF] ?\d{2}\.\d|(?:强度)?等级为?C\d{2}|[Cc]\d{2}(?=高性能|混凝土)|\d{2,4}[LHNR]*(?:不锈钢|铝合金|合金)|[三3]元(?:811|622|523|111)|"
    r"工业\d\.0|V\d+(?:\.\d+)+|[A-Za-z]+-?\d+[A-Za-z\d]*(?=[#型号系])|\d{1,2}G(?![A-Za-z])|(?<!\d)[234]D(?![A-Za-z])|\d[Kk](?=黑光|高清|视频|镜头|显示|分辨)|"
    r"\d{3}(?:、\d{3})+(?=等体系|体系|系)|(?:电话|手机|联系方式|QQ|邮编)[:：]?[\d\- ]{6,}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<![\d.])\d+[*×xX](?!10[\^\-\d])\d+(?:[*×xX]\d+)?(?=[^\d.]))"
)
HIDE = re.compile(rf"(?P<hidden>{STANDARD}|(?<![\d.]){PATENT}|{DATE}|{NAMED})")
NUMBERED = re.compile(
    rf"(?:(?<=^)|(?<=[\n。；;:：，,、{LIST} ]))(?P<sign>\(\d{{1,2}}\)|\(?\d{{1,2}}\)(?!\d)|第?\d{{1,2}}[、.．](?!\d)|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=[\u4e00-\u9fff])(?!倍|米|吨|元|万|亿|年|天|小|个|度|千|兆|微|毫|克|升|级|以|至|到|左)|"
    r"[一二三四五六七八九十]{1,2}[、.．]|\([一二三四五六七八九十]{1,2}\))"
)
INLINE = re.compile(
    r"(?<=[\u4e00-\u9fff%；。;)])(?P<sign>\(\d{1,2}\)|[2-9][、．](?=[\u4e00-\u9fff])|[2-9]\.(?=[\u4e00-\u9fff]))"
)
SENTENCE = re.compile(rf"[。！？!?\n；;{LIST}]+|\.(?=[\u4e00-\u9fff]{{2}})(?<![\d]\.)")
BREAKS = re.compile(r"[，,()、：:。；;！!？?\n\"…]|-{2,}")


class Mode(StrEnum):
    """What a clause speaks of."""

    PLAIN = "plain"
    TARGET = "target"  # what is asked for
    PRESENT = "present"  # what there is
    WORLD = "world"  # background, statistics, others


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    text: str
    mode: Mode  # of the section that it stands in


PRESENT_SECTION = re.compile(
    r"^(?:\W|[一二三四五六七八九十\d])*(?:项目)?(?:现有(?:工作)?基础|(?:前期)?工作基础|研究基础|实验基础|科研基础|(?:公司|企业|单位)(?:简介|概况|情况|现状|介绍)|项目背景|背景|现状|现状及问题|国内外现状|国内现状|"
    r"发展趋势|存在(?:的)?问题|已有基础|基础条件|目前状况|当前现状|技术现状|资金预算|市场前景|经济效益|社会效益|进度安排|现有条件|投入情况|行业现状|行业背景|立项背景|需求背景|技术背景|现有技术)[^，,。:：]{0,8}(?:[:：]|$)"
)
TARGET_SECTION = re.compile(
    r"^(?:\W|[一二三四五六七八九十\d])*(?:[^，,。:：]{0,6}(?:目标|指标|要求|需求|参数|性能|规格|考核|难题|内容))[^，,。:：]{0,10}[:：]|^(?:\W|[一二三四五六七八九十\d])*[^，,。:：\d]{0,8}(?:目标|指标|要求|参数)$"
)
TARGET = re.compile(
    r"要求|需求|需要|(?<![所无必按])需(?![求氧水])|须|必须|应(?!用|力|变|急|对|激|答|邀|聘|付|收|该是)(?<!供应|反应|响应|相应|效应|适应|对应|感应|顺应|呼应|报应)|希望|期望|预期|目标|争取|力争|最好|拟(?!合|建|定|人|态)|"
    r"不得|确保|保证|计划|达标|考核|指标|寻求|寻找|征集|急需|亟需|有待|务必|优先|尽量|以期|诉求|改造后|验收|提升[到至为]|提高[到至为]|降低?[到至为]|降低?到|缩短[到至为]|减少[到至为]|控制在|压缩到|把.{1,12}(?:降|提|减|缩)|将.{1,16}(?:降|提|减|缩)|能否|如何"
)
PRESENT = re.compile(
    r"(?<!比)(?<!较)(?<!由)(?<!从)(?<!与)(?<!将)目前|(?<![实体表呈发出再展涌显])现有(?!.{0,12}(?:相比|比|基础上|基础之上|改造|降低|提高|提升|减少|下降|缩短|延长|增加))(?<!与现有)(?<!比现有)(?<!较现有)(?<!在现有)(?<!对现有)|(?<![实体表呈发出再展涌显])现阶段|(?<![实体表呈发出再显])现在|当前(?!.{0,8}(?:相比|基础上))|(?<![实体表呈发出再展涌显])现状|已经|已(?=达|实|投|建|有|获|完|在|拥|具|研|形|取|成|申|授|累|开|自|试|用|通|辟|购|应|培)|(?<!较)(?<!比)原来(?!的)|原有(?!.{0,10}(?:基础|提高|提升|降低))|"
    r"首创|(?:建成|研制|研发|完成|取得|获得|投入)了|实际仅|仅为|只有|仅有|只能达到|不足以|一直(?:在|处)|(?<![实体表呈发出再展涌显])现(?:为|用|行(?!.{0,6}标准)|采用|使用|产)|占地(?!(?:面积)?[^，,。\d]{0,6}(?:不|≤|<|小于|低于|少于|控制|限))(?![^，,。]{0,14}以[内下])|注册资(?:金|本)|成立于|拥有(?!.{0,4}自主)|长期(?:在|处)|高达(?!到)|由于|无法|(?<!不)导致|造成(?!率)|项目基地|存栏|坐落|某[\u4e00-\u9fff]{1,10}(?:日|年|每|现|目)|日排放|(?:日|年)产生(?:的)?(?=废|污|尾|粉|渣|固)|(?:原水|进水)水质|(?:进水|来水|原水|进料|来料|入口|废热|余热|烟气|废气|尾气|废水)[^，,。≤≥<>]{0,10}(?:大约|约为?|左右)(?!.{0,12}(?:以内|以下|以上))|往往|通常|一般(?=为|在|仅|只|采)|(?<=生产)线现|波动在|存在(?=.{0,20}(?:问题|缺陷|不足|偏))|我(?:公司|厂|司|单位)(?=.{0,10}(?:[年日月]产|产能|拥有|现有|是|为))"
)
WORLD = re.compile(
    r"我国(?!.{0,4}(?:标准|要求))|GDP|(?:方案|规划|意见|纲要|通知|计划|文件|办法|条例)[》”\"]?中?(?:明确)?(?:提出|指出|规定)|全国|全球|全世界|世界(?!领先|先进|一流)|国内外|国内(?!领先|先进|一流|首创|空白|首台|首套|前列|标准)|国外|国际上|据(?:统计|报道|测算|估算|了解|不完全|调查|预测|悉|文献)|统计(?:数据|结果|显示|表明)|文献|研究表明|数据显示|资料显示|调查|市场(?:规模|份额|占有|需求|容量|价格|上|中|值)|年产值|同行业|行业(?:平均|内|水平|普遍)|业内|近年来|近几年|随着|每年(?:有|约|产生|因|损失|排放|消耗|我|全|新增|造成)|约占|占(?:我国|全国|全球|总|世界|到|了)|占比(?=约|为|超|达|高)|报道|美国|欧洲|日本(?!三)|德国|欧盟|传统(?:工艺|方法|技术|设备|产品|方式|材料|装置|的)?(?:的)?[^，,。较比]{0,10}(?:仅|只|约|(?<!改)(?<!变)为|高达|在|达)(?!.{0,10}(?:提高|降低))|预计到|为例|(?:按|将|以)[^，,]{0,30}(?:来)?(?:计算|测算|估算|计)(?=[，,。]|$)|仅按|复合年?增长率|进口产品|其他企业|其它企业|友商|竞品|人口|国家规定|现行标准"
)
BESIDE = re.compile(r"^(?:与|和|同|较|比|相比|相较|对比)[^，,]{0,24}(?:相比|比较|对比)?$")
ACHIEVED = re.compile(r"已(?:经)?[^，,]{0,10}(?:降低?[到至为]|提高|提升|达到?|缩短|减少|实现|完成)")
ASKED = re.compile(r"要求|希望|需|拟|目标|期望|须|力争")
OURS = re.compile(
    r"本(?:产品|技术|成果|项目|装置|工艺|系统|方法|发明|设备|方案|材料)|该(?:技术|成果|产品|工艺|装置|系统)|(?:应用|改造|采用)后"
)
ESCAPE = re.compile(
    r"(?:达到|领先|接近|超过|高于|低于|优于|替代|满足|符合)[^，,。]{0,6}(?:国内|国外|国际|行业|进口|世界|日本|德国|美国|同类)"
)


def hide(text: str) -> str:
    """The text with standards, patents, dates, grades and list numbers made unreadable, every place kept."""
    text = NUMBERED.sub(lambda found: LIST + HIDDEN * (len(found[0]) - 1), text)
    text = INLINE.sub(lambda found: LIST + HIDDEN * (len(found[0]) - 1), text)
    return HIDE.sub(lambda found: HIDDEN * len(found[0]), text)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a hidden text; a heading such as 现有基础： holds until the next heading."""
    start, section = 0, Mode.PLAIN
    for found in (*SENTENCE.finditer(text), None):
        end = found.start() if found else len(text)
        words = text[start:end]
        if words.strip():
            bare = words.strip(HIDDEN + " ")
            if PRESENT_SECTION.match(bare):
                section = Mode.PRESENT
            elif TARGET_SECTION.match(bare):
                section = Mode.TARGET
            yield Sentence(start, end, words, section)
        start = found.end() if found else len(text)


def mode_of(clause: str, before: Mode, section: Mode) -> Mode:
    """What a clause speaks of, from its own words, else from the clause before it, else from its section."""
    if ACHIEVED.search(clause) and not ASKED.search(clause):
        return Mode.PRESENT
    if TARGET.search(clause):
        return Mode.TARGET
    if BESIDE.search(clause.strip()):
        return before
    if OURS.search(clause) and before is Mode.WORLD:
        return Mode.TARGET
    if WORLD.search(clause) and not ESCAPE.search(clause):
        return Mode.WORLD
    if PRESENT.search(clause):
        return Mode.PRESENT
    if section is Mode.TARGET and before is Mode.WORLD:
        return section
    return before if before is not Mode.PLAIN else section
