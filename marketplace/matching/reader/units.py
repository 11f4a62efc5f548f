"""The pattern of a unit as Chinese engineers write it: mg/Nm3, GJ/tCO2, 万吨/年, kW·h/(m2·a), 元/吨CO2."""

import re

LATIN = (
    "%IACS|%RH|%FS|%F·S|%F\\.S\\.?|wt%|vol%|v/v%|mol%|at%|mass%|%|‰|℃|℉|°C|°c|°|ppmv|ppmw|ppm|PPM|PPm|ppb|ppt|dB\\(A\\)|db\\(A\\)|LMH|dBA|dBm|dBi|dBc|dB|db|DB|"
    "tCO2e?|kgCO2e?|tce|kgce|gce|tec|"
    "Nm3|NM3|nm3|Sm3|mm3|cm3|dm3|km3|m3|M3|mm2|cm2|dm2|km2|hm2|m2|M2|ha|"
    "kW·h|KW·h|kw·h|kWh|KWh|KWH|kwh|Kwh|MWh|GWh|TWh|mWh|Wh|mAh|Ah|kVA|MVA|kvar|Mvar|"
    "MPa|Mpa|mpa|MPA|GPa|Gpa|kPa|KPa|Kpa|kpa|hPa|Pa·s|mPa·s|Pa|pa|mbar|bar|Torr|psi|atm|"
    "kJ|KJ|MJ|GJ|TJ|PJ|J|kcal|Kcal|KCal|cal|kN|KN|MN|mN|N·m|N|kW|KW|kw|Kw|MW|GW|mW|μW|W|Wp|kWp|kV|KV|kv|mV|MV|V|"
    "mA|kA|KA|μA|A|MΩ|kΩ|mΩ|μΩ|Ω|mF|μF|nF|pF|F|mT|T|MHz|GHz|kHz|KHz|Hz|HZ|rpm|RPM|"
    "nm|μm|um|mm|cm|dm|km|Km|KM|m|M|Mm|ng|μg|ug|mg|kg|Kg|KG|g|Mt|kt|t|μL|uL|mL|ml|ML|L|l|"
    "μs|us|ms|min|s|S|h|H|hr|d|a|mmol|μmol|umol|kmol|mol|nmol|K|lm|lx|cd|sr|"
    "CFU|cfu|PFU|IU|U|Mbps|Gbps|kbps|bps|fps|MB|GB|TB|KB|NTU|mS|μS|uS|cSt|cP|eV|keV|meV|rad|mrad|dpi|PPI|sccm|r|μ|"
    "HRC|HRA|HRB|HBW|HBS|HB|HV|HS|Bq|mSv|Gy|kGy|Gal|pcs|ions"
)
CHINESE = (
    "吨标准煤|吨标煤|千克标准煤|千克标煤|公斤标煤|公斤标准煤|克标准煤|克标煤|标准立方米|标立方米|标准立方|标方|"
    "平方毫米|平方厘米|平方公里|平方千米|平方米|平米|立方毫米|立方厘米|立方米|立方|方|毫升|微升|公升|升|"
    "个百分点|百分点|千瓦时|千瓦·时|兆瓦时|度电|毫安时|安时|千瓦|兆瓦|吉瓦|瓦特|瓦|千伏|伏特|伏|千安|毫安|安培|安(?!全|装)|"
    "兆赫兹|兆赫|千赫兹|千赫|赫兹|兆帕|千帕|帕斯卡|帕(?!累|萨)|吉焦|兆焦|千焦|焦耳|焦(?!炉|炭|煤|化|油|平)|千卡|大卡|卡路里|"
    "千牛|牛顿|牛·米|毫米|厘米|分米|微米|纳米(?!级|材|粉|颗|粒|金|管|片|线|复|改)|公里|千米|海里|英寸|米(?!级)|"
    "千吨|吨(?!级|位|袋)|公斤|千克|毫克|微克|克(?!服|隆|拉)|毫秒|微秒|秒钟|秒|分钟|小时|天(?!然|线|车|气|津|空|水)|"
    "个月|个工作日|工作日|周年|周期|周|年(?!产|均|处|度|级|份|代|轻|龄|发|利|用|吸|固|减|节|运|化|检|末|底|初|来|销|耗|出|供|输)|"
    "日(?!产|均|处|常|本|晒|照|用|志|夜|益|期|前|后)|月(?!产|均|度|推)|"
    "亿元|万元|人民币|美元|欧元|元(?!素|件|器|器件|数)|摄氏度|分贝|转(?!化|炉|换|速|子|移|矩|型|变|让|运|轮|鼓|动|向|产|录|导|染|基)|"
    "公顷|亩|成(?!本|套|品|型|熟|分|果|功|立|膜|份|形|为|像|活|员|交|组)|折(?!射|叠|弯|旧|断|合|算|光|损)|倍(?!率|频|增|数)|"
    "目(?!前|标|的|录|视|镜|击)|级(?!别|配|联|数|进|差)|"
    "循环|次(?!品|生|级|数|氯|要|序|同|日|年)|台|套|件|只|片(?!式|材|状|剂)|块|辆|株|头|羽|粒(?!度|径|子|状)|瓶|支(?!撑|架|承|持|付|路|护)|盒|箱(?!体|式)|批(?!量|准)|"
    "户|人|名|项|篇|条|座|家|种|份(?!额)|组(?!分|件|织|合|成|装|态|建)|通道|路(?!径|线|面|由|基|灯)|层(?!压|间|析|流)|道|节(?!能|约|水|点|省|电|拍)|位(?!移|置|点)|个|张(?!力)|根(?!据)|"
    "袋|包(?!括|装|覆|裹)|车(?!间|辆|体|用|身|速|型|载)|帧|像素|度(?!量|数)|℃|Ω"
)
COUNTED_BY = "吨|件|台|套|只|片|次|亩|户|人|辆|株|头|瓶|支|块|盒|平方米|平米|立方米|升|公里|年|月|天|日|小时|分钟|分|秒|千瓦时|度|千瓦|标方|公顷|千克|公斤|克|周|班"
MULTIPLE = "百万|千万|十万|万亿|万|亿|千(?!瓦|克|米|卡|焦|帕|伏|安|赫|牛|分)|百(?!分)"
EXPONENT = r"(?:\^?-?[1-4](?![\d.%])|\^\(-?\d\))?"
SUBSTANCE = (
    r"(?:(?:CO2e?q?|CO2|H2|NH3|O2|CH4|SO2|NOx|COD|VOCs?|LiOH|Li2CO3|二氧化碳当量|二氧化碳|氢气?|氨|标煤|标准煤|产品|水泥|熟料|粗钢|钢材?|"
    r"钢水|铁水|铝液?|原铝|蒸汽|污水|废水|水|污泥|干泥|原煤|煤|矿石|原矿|矿|物料|原料|甲醇|尿素|垃圾|浆料?|纸|酸|盐|玻璃液?|烟气|气|布|纱|成品|干物质|干基|绝干)"
    r"(?=$|[^\w]|[以及或之内的左上下且并和与为,，]))"
)
_LATIN = rf"(?:{LATIN}){EXPONENT}(?:CO2e?q?|H2|-?SO2)?(?![A-Za-z])"
_CHINESE = rf"(?:{CHINESE})"
_ATOM = rf"(?:{_LATIN}|{_CHINESE}{EXPONENT})"
_UNDER = rf"(?:{_LATIN}|(?:{CHINESE}|{COUNTED_BY}))"
_DENOMINATOR = (
    rf"(?:\({_UNDER}(?:[·*.\-]{_UNDER}){{0,3}}\)|(?:万|亿|千|百|10{{1,3}}(?!\d))?{_UNDER}(?:[·*]{_UNDER}){{0,2}})"
)
_CHAIN = rf"(?:{_LATIN}-\d)*"
UNIT = (
    rf"(?:(?:{MULTIPLE})?(?:cm2V-1s-1|cm2/\(V·s\)|W/m·K|W/m\.[kK]|w/m\.k|{_ATOM})(?:[·*]{_LATIN}){{0,3}}(?:CO2e?|二氧化碳当量|二氧化碳)?"
    rf"(?:[/\\每]{_DENOMINATOR}{SUBSTANCE}?){{0,3}}(?:\(A\)|\(a\)|\(标态\)|\(绝干\))?)"
)
BARE_MULTIPLE = r"(?:亿|万|百万|千万)"
EVERY = re.compile(
    r"每(?P<under>吨|件|台|套|只|片|亩|户|人|辆|年|月|天|日|小时|分钟|秒|立方米|平方米|公里|千瓦时|千瓦|兆瓦|kWh|kW|MW|度|标方|公顷|千克|公斤|米)(?P<what>[^\d，,；。每]{0,8})$"
)
WIDE = {
    "um": "μm",
    "ug": "μg",
    "uL": "μL",
    "us": "μs",
    "°C": "℃",
    "°c": "℃",
    "摄氏度": "℃",
    "μ": "μm",
    "PPM": "ppm",
    "PPm": "ppm",
    "db": "dB",
    "DB": "dB",
}


def tidy(unit: str) -> str:
    """A unit as a person reads it: signs settled, everything else as written."""
    unit = unit.replace("\\", "/").replace("每", "/").replace("*", "·").strip()
    unit = WIDE.get(unit, unit)
    return re.sub(r"^(KWh|kwh|Kwh|KWH)", "kWh", re.sub(r"^(Mpa|mpa|MPA)(?![a-z])", "MPa", unit))
