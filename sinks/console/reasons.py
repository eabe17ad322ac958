"""The reasons in words: what a code means, in Chinese and in English, and what a person does about a dead letter."""

from topics.reasons import ActionReason, MergeReason, Reason

DECIDED: dict[str, tuple[str, str]] = {
    MergeReason.SAME_CITIZEN: ("同一人再次反映", "the same citizen again"),
    MergeReason.SAME_PLACE_AND_MATTER: ("地点、事项相同", "same place and matter"),
    MergeReason.NEAR_AND_SAME_CLASS: ("同类且位置很近", "near, and of the same class"),
    MergeReason.NOTHING_SIMILAR: ("没有相似的诉求", "nothing similar"),
    MergeReason.FOLLOWS_CLOSED: ("旧案已结,另立新案并关联", "follows a case that is closed"),
    MergeReason.MAYBE_THE_SAME: ("可能是同一件事", "maybe the same matter"),
    MergeReason.BELOW_THRESHOLD: ("相似度不够", "not alike enough"),
    MergeReason.NO_PLACE: ("没有地点", "no place"),
    MergeReason.PLACE_CONFLICT: ("地点不同", "another place"),
    MergeReason.SPLIT_BY_HAND: ("人工拆出", "taken out by a person"),
    ActionReason.ACCEPTED: ("受理", "accepted"),
    ActionReason.ALREADY_RESOLVED: ("已经办结", "already resolved"),
    ActionReason.NOT_RESOLVED: ("尚未办结", "not resolved yet"),
    ActionReason.BEFORE_OPENING: ("早于立案", "before the case was opened"),
    ActionReason.MERGED: ("已并入他案,请对并入的事件处置", "merged into another case: act on that one"),
    ActionReason.NOT_MERGED: ("未曾并入他案", "not merged into another case"),
    ActionReason.SAME_CASE: ("本来就是一案", "one case already"),
    ActionReason.OTHER_UNKNOWN: ("没有另一案,或已归档", "the other case is not known, or over for long"),
    ActionReason.NOT_A_MEMBER: ("所列诉求不在案中", "a report that is not in the case"),
    ActionReason.NOTHING_LEFT: ("拆后有一方没有诉求", "one of the two would have no report"),
    ActionReason.ALREADY_ROOT: ("已是主诉求", "the root already"),
    ActionReason.NO_SKETCH: ("不在参与比对的诉求之列", "no longer among those that merging compares"),
    ActionReason.ALREADY_APART: ("已定为不并案", "kept apart already"),
}
"""Why something was done to a case, or refused."""

PARTS: dict[str, tuple[str, str]] = {
    "matter": ("事项", "matter"),
    "places": ("共同地点", "places shared"),
    "log_days": ("ln(1+天数)", "ln(1 + days)"),
    "topic": ("话题", "topic"),
    "same_citizen": ("同一人", "same person"),
    "terms": ("共同词", "terms shared"),
    "rare_terms": ("其中罕见", "rare ones"),
    "metres": ("距离(米)", "metres"),
    "rule": ("规则", "rule"),
}
"""What a score is made of."""

DEAD: dict[str, str] = {
    Reason.NO_VALUE: "消息没有内容:请发送一个 JSON 对象。",
    Reason.EMPTY_MESSAGE: "消息是空白:请发送一个 JSON 对象。",
    Reason.NOT_JSON: "不是 JSON:请按英文句子指出的位置改正后重发。",
    Reason.DUPLICATE_KEY: "同一个键出现两次:请只保留一个。",
    Reason.NOT_A_NUMBER: "出现 NaN 或 Infinity:请删去,或写成真正的数。",
    Reason.NUMBER_TOO_LONG: "数字有几千位:请写短,或作为文本发送。",
    Reason.TOO_DEEP: "嵌套太深:请发送更平的对象。",
    Reason.WRONG_ENCODING: "不是 UTF-8:请用 UTF-8 发送,或在映射里写明文件的编码。",
    Reason.BYTE_ORDER_MARK: "开头有字节序标记:请去掉后重发。",
    Reason.LONE_SURROGATE: "有半个字符:写入方把它截断了,请完整发送。",
    Reason.CONTROL_CHARACTER: "有控制字符:请按 JSON 转义,或去掉。",
    Reason.NOT_AN_OBJECT: "是 JSON,但不是对象:请发送一个 JSON 对象。",
    Reason.TOO_LARGE: "消息太大:附件请发送引用,不要发送文件本身。",
    Reason.TOO_LONG: "字段太长:请缩短。",
    Reason.MISSING_FIELD: "缺少必填字段:请补上后重发。",
    Reason.WRONG_TYPE: "字段类型不对:请按契约改正。",
    Reason.EMPTY_FIELD: "必填字段是空白:请填写。",
    Reason.SAYS_NOTHING: "标题、正文、类别都没有:请至少填一项。",
    Reason.TIME_WITHOUT_ZONE: "时间没有时区:请写明,如 2025-03-01T08:30:00+08:00。",
    Reason.TIME_OUT_OF_RANGE: "时间早于 1970 年或不早于 2200 年:请改正。",
    Reason.TIME_IN_FUTURE: "时间在未来:请校正发送方的时钟或时区。",
    Reason.TIME_UNREADABLE: "不是时间:请写成 2025-03-01T08:30:00+08:00 的样子。",
    Reason.PLACE_OUT_OF_RANGE: "经纬度超出范围:请检查两者是否颠倒。",
    Reason.UNKNOWN_CHANNEL: "没有这个渠道:请在制度的范围里登记,或改正渠道名。",
    Reason.UNKNOWN_ACTION: "没有这种处置动作:请用清单里的动作。",
    Reason.UNKNOWN_TARGET: "一直没有等到所指的事件或诉求:请检查编号,或先送来诉求。",
    Reason.NO_TARGET: "没有指明事件或诉求:请写 case_id,或 channel 和 channel_ref。",
    Reason.WRONG_SCOPE: "事件号不属于任何范围:请检查事件号。",
    Reason.INVALID: "不符合契约:请按英文句子改正。",
    Reason.TICK_OFF_CLOCK: "某台机器的时钟不准:请校时。",
    Reason.UNREADABLE_INBOX: "有别的程序写了收件主题:请停止它。",
}
"""What is wrong with a message and what to do, in Chinese; a dead letter's own sentence says it in English."""
