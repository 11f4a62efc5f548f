"""The words of the audit trail. Msgids, translated when shown; what has no word is shown as it is."""

from marketplace.admin.people import AccountStanding, PeopleOrder
from marketplace.web.diagrams import MACHINES
from marketplace.web.formats import LABELS, name_terms
from marketplace.web.language import spoken


def _(text: str) -> str:
    """Mark a msgid."""
    return text


def name_standings() -> None:
    """Give the words of the list of people."""
    name_terms(AccountStanding, dict(zip(AccountStanding, (_("在用"), _("停用"), _("已注销")), strict=True)))
    name_terms(
        PeopleOrder, dict(zip(PeopleOrder, (_("按姓名"), _("按邮箱"), _("新注册在前"), _("最近使用在前")), strict=True))
    )


KINDS = {
    "achievement": _("成果"),
    "need": _("需求"),
    "organisation": _("单位"),
    "person": _("人员"),
    "import": _("导入"),
    "mandate": _("委托"),
    "standard_remark": _("常用意见"),
    "batch": _("批量办理"),
    "special_day": _("放假与调休"),
    "approach": _("接洽"),
    "ranker": _("候选排序"),
    "harvest": _("采集来源"),
    "task": _("后台任务"),
}
ACTIONS = {
    "try_again": _("再试一次"),
    "send_again": _("重新寄出"),
    "approach": _("发起接洽"),
    "accept_approach": _("接受对接"),
    "decline_approach": _("谢绝对接"),
    "ask_back": _("反问"),
    "reply_approach": _("回答反问"),
    "answer_question": _("回答参数询问"),
    "withdraw_approach": _("撤回接洽"),
    "reopen_approach": _("撤销谢绝"),
    "say": _("留言"),
    "fill_parameter": _("答复写进参数"),
    "promote_ranker": _("启用排序模型"),
    "go_back_to_ranker": _("退回排序模型"),
    "stop_learning": _("关闭候选排序的学习"),
    "resume_learning": _("开启候选排序的学习"),
    "forget_learnt": _("忘掉学到的候选排序"),
    "create": _("新建"),
    "edit": _("修改"),
    "submit": _("提交"),
    "recall": _("撤回"),
    "publish": _("发布"),
    "return": _("退回"),
    "reject": _("驳回"),
    "keep": _("转长期攻关"),
    "diagnose": _("转二次诊断"),
    "revise": _("起草新版本"),
    "restore": _("放弃修改稿"),
    "supersede": _("由新版本取代"),
    "withdraw": _("撤下"),
    "discard": _("删除草稿"),
    "merge_organisation": _("合并单位"),
    "logo": _("换标志图片"),
    "hand_in": _("提交认证"),
    "verify": _("通过认证"),
    "send_back": _("退回认证材料"),
    "lapse": _("认证失效"),
    "invite": _("邀请成员"),
    "withdraw_invitation": _("撤回邀请"),
    "decline_invitation": _("谢绝邀请"),
    "join": _("加入单位"),
    "ask_to_join": _("申请加入"),
    "take_back_request": _("撤回申请"),
    "approve_request": _("批准加入"),
    "decline_request": _("谢绝加入"),
    "change_role": _("改变成员身份"),
    "hand_over": _("移交管理"),
    "remove_member": _("移出成员"),
    "leave": _("退出单位"),
    "propose": _("提出委托"),
    "accept": _("接受"),
    "decline": _("谢绝"),
    "give_up": _("终止委托"),
    "revoke": _("解除委托"),
    "expire": _("委托到期"),
    "register": _("注册"),
    "change-password": _("改密码"),
    "reset-password": _("重设密码"),
    "change-address": _("换登录邮箱"),
    "sign-out-everywhere": _("在所有设备上退出"),
    "export-data": _("导出个人数据"),
    "delete-account": _("注销账号"),
    "consent": _("同意条款"),
    "create-token": _("新建令牌"),
    "revoke-token": _("作废令牌"),
    "give-role": _("授予角色"),
    "take-role": _("收回角色"),
    "deactivate": _("停用账号"),
    "activate": _("启用账号"),
    "send-reset": _("寄重设链接"),
    "read": _("从文件读入"),
    "assign": _("指定诊断人"),
    "note": _("记录诊断情况"),
    "ask": _("询问企业"),
    "answer": _("回答询问"),
    "conclude": _("给出诊断结论"),
    "escalate": _("催办"),
    "expire_need": _("过期"),
    "reinstate": _("恢复公开"),
    "take": _("领取"),
    "take_over": _("接手"),
    "give": _("转交"),
    "release": _("放回队列"),
    "retire": _("停用"),
    "reuse": _("重新启用"),
    "schedule": _("安排批量办理"),
    "undo": _("撤销批量办理"),
    "import": _("导入文件"),
    "cancel_import": _("停止导入"),
    "undo_import": _("撤销导入"),
    "add_harvest": _("添加采集来源"),
    "edit_harvest": _("修改采集来源"),
    "pause_harvest": _("暂停采集"),
    "resume_harvest": _("恢复采集"),
    "remove_harvest": _("删除采集来源"),
    "receive_payment": _("登记到账"),
    "plan_payment": _("计划付款"),
    "agree_commission": _("商定佣金"),
    "add_contract_paper": _("添加合同文件"),
}
FACTS = {
    "act": _("办理"),
    "address": _("地址"),
    "advice": _("建议"),
    "amount": _("金额"),
    "credit_code": _("统一社会信用代码"),
    "deadline": _("截止日期"),
    "deal": _("商机"),
    "email": _("邮箱"),
    "fact": _("事实"),
    "fields": _("字段"),
    "file": _("文件"),
    "filename": _("文件"),
    "from_person": _("原经办人"),
    "gone": _("并入的单位"),
    "grant": _("授权"),
    "holder": _("受托人"),
    "kind": _("类型"),
    "left_out": _("没有带上的"),
    "mandate": _("委托"),
    "name": _("名称"),
    "note": _("备注"),
    "number": _("版本"),
    "on_behalf_of": _("代表"),
    "origin": _("来路"),
    "pair": _("配对"),
    "party": _("一方"),
    "payment": _("付款"),
    "person": _("人员"),
    "rate": _("比例"),
    "reason": _("理由"),
    "records": _("记录数"),
    "remark": _("意见"),
    "remarks": _("意见"),
    "result": _("成果"),
    "role": _("角色"),
    "scopes": _("权限范围"),
    "side": _("一方"),
    "source": _("来源"),
    "stage": _("阶段"),
    "task": _("任务"),
    "tier": _("公开级别"),
    "title": _("名称"),
    "to": _("交给"),
    "tonnes": _("吨数"),
    "until": _("到期日"),
    "version": _("版本"),
}
VOCABULARIES = {  # whose values stand beside an act
    "fact": "Fact",
    "origin": "Origin",
    "reason": "LostReason",
    "role": "Role",
    "stage": "Stage",
    "source": "Stage",
    "tier": "DisclosureTier",
}
JOBS = {
    "accounts.export": _("导出个人数据"),
    "curation.batch": _("批量办理"),
    "events.plan": _("排一对一日程"),
    "events.what_if": _("试排日程"),
    "following.look": _("查找关注的新内容"),
    "following.write": _("写关注的信"),
    "ingest.harvest": _("采集机构库"),
    "ingest.load": _("导入写入"),
    "ingest.plan": _("读取并核对文件"),
    "ingest.submit": _("导入后送审"),
    "ingest.undo": _("撤销导入"),
    "matching.learn": _("训练单位的排序"),
    "matching.portfolio": _("全部配对"),
    "matching.refresh": _("更新配对"),
    "search.reindex": _("重建索引"),
}


def kinds() -> dict[str, str]:
    """Kinds of records with a word; those with a table of states have it from there."""
    return {kind: machine.name for kind, machine in MACHINES.items()} | KINDS


def value_of(fact: str, value: object) -> str:
    """What stands beside an act: the word of a vocabulary's value, anything else as it is."""
    label = LABELS.get((VOCABULARIES.get(fact, ""), str(value)))
    return spoken(label) if label else str(value)


def actions() -> dict[str, str]:
    """Acts with a word; the acts of a table of states have it from there."""
    told = {str(act): word for machine in MACHINES.values() for act, word in machine.acts.items()}
    return told | ACTIONS
