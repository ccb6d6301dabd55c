"""Cue words of posts by themselves: who thinks, sells, complains, announces, was told, tells of home, or doubts.

As in `rumorwatch.reading.cues`, the kinds are shared by the three languages, and none decides anything.
"""

from __future__ import annotations

from functools import cache

from rumorwatch.reading.cuelists import CueLists

_LISTS = {
    "thinks": """
        i think; i d say; i d rather; imo; imho; in my opinion; my opinion; my two cents; two cents; should;
        shouldn t; ought; rather; prefer; overrated; underrated; honestly; personally; change my mind; if you ask me;
        ask me; unpopular opinion; hot take; frankly; i bet; my bet; calling it; i guess; i reckon; reckon; i believe;
        i feel; i find; i ve always; always thought; deserves; worth; better than; worse than; nicer; best; worst;
        never did; ought to; need to; needs; i hope; hope; wish; somehow; the whole point; shame; would be; theo toi;
        theo minh; theo t; theo em; theo tui; minh nghi; toi nghi; t nghi; em nghi; tui nghi; nghi la; y kien;
        quan diem; ca nhan; rieng minh; dang khen; dang le; nen; khong nen; can; hon; thich; ghet; chac; mong; gia ma;
        gia nhu; minh thay; t thay; toi thay; thay; co le; ai cai thi cai; an dut; van ngon; van hon; phai noi;
        noi that; noi thiet; thuc ra; dung la; cam giac; 我觉得; 觉得; 我认为; 认为; 个人看法; 个人; 依我看; 要我说;
        我看; 我说; 不如; 应该; 应当; 该; 最好; 喜欢; 还不如; 看法; 希望; 我赌; 感觉; 宁可; 宁愿; 比; 更; 才是;
        其实; 说实话; 说真的; 总觉得; 值得; 反正; 强; 越来越; 挺; 真
    """,
    "sells": """
        off; discount; discounts; free; inbox; dm; hotline; book; booking; order; orders; sale; deal; deals; seats;
        seats left; left; shipping; delivered; delivery; call now; promo; code; voucher; hiring; salary; warranty;
        install; installed; fitted; shop; trade in; interest; approved; same day; no payslip; from only; per month;
        limited; gift; bonus; signals; vip; course; class; classes; webinar; offer; offers; first thirty; first 50;
        buy; sell; selling; certified; guaranteed; guarantee; lock yours; giam; giam gia; khuyen mai; tang; mien phi;
        ib; dat lich; dat hang; dat; goi ngay; goi; lien he; sdt; gia chi; chi tu; gia; tuyen; luong; uu dai; ship;
        free ship; freeship; suat; con lai; cho thue; ban; thanh ly; bao; bao hanh; bao an; tra gop; lai suat;
        giai ngan; hoc phi; khoa hoc; lop; nhan; nhan lam; co san; si le; chot don; cam ket; chinh hang; tai nha;
        phong kham; nhe cac me; cac me; ca nha; kinh nghiem; 折; 优惠; 私信; 包邮; 免费; 送; 限量; 招聘; 招; 月薪;
        电话; 预约; 扫码; 到店; 特价; 团购; 下单; 现货; 微信; 名额; 先到先得; 立减; 折扣; 上门; 包; 免; 赠; 前50名;
        前; 名; 减; 代办; 不成不收费; 套餐; 报名; 月息; 放款; 零息; 底价; 起售; 出租; 转让; 试用; 咨询; 欢迎; 带回家;
        价
    """,
    "complains": """
        waited; waiting; waits; hours; queue; queued; months; weeks; ignored; nobody; robot; rude; shrugged; told me;
        tells me; told us; same form; complaint; complained; reported; awaiting; still; again; no answer; disgrace;
        useless; excuse; excuses; refused; who pays; thanks for; not on the list; pending; per regulations;
        regulations; calls it; called it; helpline; helpdesk; receptionist; counter; desk; website; refund; broken;
        letter; locked; noted; filed; ticket; every single; charged; fee; fees; lost; apology; no one; nothing;
        engaged; pay; paid; cho; doi; xep hang; may tieng; tieng dong ho; hoi; bo mac; khong ai; quat; mang;
        vo trach nhiem; bat cong; vo cam; lam an; kieu gi; the ma; dan kho; dan; tra loi; phan anh; ba lan; 3 lan;
        can bo; truc; hen; don; giay; quy dinh; dung quy trinh; quy trinh; ngoi; may lanh; nghi toi; nghi den; coi re;
        soi mau; thieu; hong; tong dai; tien; dong du; bao gio; van chua; chua; cu; hoai; mai; lai; may anh; cac anh;
        cac ong; 等; 等了; 投诉; 反映; 热线; 客服; 没人管; 没人; 推; 踢皮球; 凭什么; 这就叫; 叫; 敷衍; 态度; 让我;
        不理; 窗口; 还没; 排队; 排; 次; 回复; 登记; 规定; 按规定; 流程; 退; 扣; 退订; 主管; 老板; 拖; 说是; 一句;
        回我; 问; 谁出; 升级; 还; 又; 三次; 几次; 仨月; 半年; 交了; 讨
    """,
    "announces": """
        unveils; unveil; launches; launch; introduces; announces; announce; study finds; finds; record; world first;
        experts; expert; ceremony; mars; award; awards; wins; declared; declares; elects; elect; council; parish;
        applies; applying; appoints; spotted; sources; renowned; earns; celebrates; to be; set to; historic; heroic;
        nation; species; committee; minister; ra mat; chan dong; phat dong; khanh thanh; ky luc; chuyen gia; sao hoa;
        trinh lang; vinh danh; trao giai; de xuat; xin; nhap ho khau; noi tieng; phat hien; tien ich moi; dot pha;
        lan dau tien; le; huy chuong; to chuc; tuyen bo; hop bao; cam ket; 推出; 宣布; 首创; 震惊; 突破; 荣获; 纪录;
        专家; 揭牌; 开幕; 火星; 成立; 选出; 发布会; 召开; 出炉; 结果出炉; 问世; 上线; 申请; 获; 全国; 名医; 记者;
        最新; 研究; 文化遗产; 评为; 当选; 致辞; 颁
    """,
    "bulletin": """
        said; says; spokesperson; spokesman; spokeswoman; statement; a m; p m; department; percent; confirmed;
        announced; according to; monday; tuesday; wednesday; thursday; friday; saturday; sunday; effective; schedule;
        suspended; reopened; resume; residents; office; magnitude; no damage; no injuries; published; will be;
        inspectors; officials; branch; treated; warned; advises; advised; thong bao; tu ngay; den ngay; ubnd; cuc; so;
        chi cuc; cho biet; khang dinh; truong phong; giam doc; pho giam doc; khong co thiet hai; lich; tam dung;
        tam ngung; binh thuong; cap nhat; canh bao; khuyen cao; ket qua; nguoi phat ngon; doan kiem tra; ban quan ly;
        to dan pho; theo; ghi nhan; tiep nhan; du kien; so voi; 公告; 通报; 称; 表示; 起; 日起; 科长; 主任; 说明;
        恢复; 改道; 某; 发布; 提醒; 截至; 分局; 局长; 负责人; 预计; 暂停; 照常; 正常; 无异常; 公布; 经; 核查; 单位;
        市府; 公所; 时至; 累计; 同比; 目前
    """,
    "hearsay": """
        my cousin; my uncle; my aunt; my sister; my brother; my brother in law; sister in law; my housekeeper;
        a friend; my friend; friend of mine; neighbor; neighbour; works at; works in; works on; works the; nurse;
        insider; heard; they re; hiding; hush; nobody is; quietly; secretly; overnight; covered up; paid for silence;
        tonight; from tomorrow; next month; next week; starting; starting monday; before; the truth; leaked; get out;
        evacuate; every one of; dead; already; don t; chi dau; chi ho; anh ho; con ban; ba con; nguoi quen; lam trong;
        noi bo; giau; bung bit; im; tu mai; tu thang; thang sau; tuan sau; toi nay; dem qua; sang nay; ke; noi lai;
        khong duoc noi; dan noi; nghe noi; nghe; bi bat; se bi; het; cam; chet; tat ca; ai khong; mau; ngay; 表姐;
        表哥; 表弟; 亲戚; 同事; 朋友; 邻居; 内部; 听说; 瞒; 不让说; 从明天; 下月; 下个月; 下周; 今晚; 昨晚; 昨夜;
        偷偷; 悄悄; 封口; 捂着; 已经; 全部; 都; 不敢; 别往外说; 交代; 赶紧; 大家; 死; 没了; 跑; 转
    """,
    "private": """
        my mum; mum; mom; dad; granny; grandma; kids; my kid; cat; dog; lunch; dinner; breakfast; cooked; coffee;
        birthday; laugh; laughed; lol; haha; love; happy; weekend; dessert; barbecue; tea; cake; cry; cried; smile;
        smiling; umbrella; wedding; exam; passed; found; wallet; names welcome; bless; me; ba xa; ong xa; con gai;
        con trai; meo; an com; nau; ngon; cuoi; thuong; mung; nho; ve que; sinh nhat; bua com; ba; noi; ngoai;
        hai dua; om nhau; chieu nay; trua nay; toi qua; nhat duoc; thang nhoc; nhau; vui; 妈; 爸; 奶奶; 外婆; 娃; 猫;
        狗; 做饭; 吃; 开心; 哈哈; 笑; 奶茶; 下班; 周末; 儿子; 女儿; 老公; 老婆; 锅; 过了; 庆祝; 拍; 捡到; 失主; 晚饭;
        香; 可爱; 阿姨; 叔
    """,
    "doubts": """
        source; link; which; who; legit; real; proof; anyone; hm; hmm; really; since when; where; says who; picture;
        date; is that; is it; is this; is there; are they; did; does; has anyone; horoscope; supposed; what; how;
        or just; ok; what armour; or is it; true; nguon; o dau; dau; ai noi; co that; that ko; that khong;
        thiet khong; hoi; bao gio; van ban; anh cu; ai biet; phai khong; dung khong; hay; sao; vay; ha; the; co ai;
        cho hoi; gi; nao; ko; xin; 出处; 来源; 哪; 哪里; 哪天; 谁说; 真的; 真的吗; 有人; 依据; 文件; 文件号; 截图;
        求证; 呢; 吗; 么; 吧; 啥; 谁; 怎么; 到底; 不是; 还是; 品品; 请问; 有没有; 是不是; 什么
    """,
    "self": """
        i; me; my; mine; i m; i ve; we; our; us; toi; minh; t; em; tui; nha toi; nha minh; chung toi; con toi; 我;
        我们; 咱; 咱们; 我家; 俺
    """,
    "addressed": """
        you; your; yours; ban; quy khach; cac ban; moi nguoi; ba con; anh chi; cac me; 你; 您; 大家; 各位; 亲; 朋友们
    """,
    "others": """
        they; them; their; ho; tui no; bon; bon no; chung; nguoi ta; 他们; 人家; 有人; 那帮
    """,
    "endured": """
        days; weeks; months; years; year; minutes; trips; times; twice; three times; day after day; last year;
        last time; since february; since january; since march; since new year; every year; every time; this year;
        ngay nay; ngay troi; tuan nay; thang nay; thang troi; nam nay; nam roi; may nam; phut; lan thu; lan nay;
        ba ngay; tu nam kia; tu nam ngoai; tu tet; tu thang; ca tuan; ca thang; lan nao; 天; 个月; 星期; 周; 分钟;
        小时; 年; 趟; 回; 一趟; 遍; 上午; 整整; 至今; 十年; 去年; 每年; 到现在; 快一年
    """,
    "served": """
        bus; app; clerk; guard; parking; fee; fees; tolls; touts; road; pavement; pothole; drain; garbage; rubbish;
        siren; school gate; registration; form; forms; stamp; photocopy; appointment; promised; budget; gate; signage;
        benh vien; truong; phuong; xa; ho so; giay to; photo; con dau; phi; vien phi; phi quan ly; quan ly; rac;
        duong; cau; o ga; bai xe; xe buyt; noi quy; phan bo; hua; du toan; via he; cong truong; 公交; 路; 保安; 垃圾;
        收费; 费; 材料; 公证; 复印; 盖章; 柜员; 物业; 社区; 街道; 派出所; 分局; 答应; 批; 办; 证; 系统; 车费; 工资
    """,
    "jokes": """
        finally; neighbours; insists; refuses; demands; congratulations; local; man; woman; area man; area; study;
        reveals; reportedly; self; itself; looks; potholes; kindly; world; im lang; truy tim; xin; tuyen; con meo;
        con cho; con ga; con heo; dat ten; chuc mung; vinh du; doat; giai; ket qua; nha khoa hoc; hanh khach;
        thay doi; 据悉; 猫; 狗; 母鸡; 获奖; 当事; 表示欣慰; 恭喜; 居民; 一致; 通过; 新规; 首届; 大赛; 冠军; 旅客;
        骗子; 采访; 拒绝; 成功; 终于; 证实; 网红
    """,
}
KIND_CUES = tuple(_LISTS)
"""Kinds of cues, in the order of the signs made of them."""


@cache
def kind_cue_lists() -> CueLists:
    """Return the lists, ready to be looked for."""
    return CueLists.of(_LISTS.values())
