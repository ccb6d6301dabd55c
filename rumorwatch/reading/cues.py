"""Cue words: what people say when they deny, ask, report or repeat, in Vietnamese, English and Chinese.

A cue belongs to a kind, and the kinds are shared by the three languages: what "照常" tells about a post, "as usual" and
"như thường" tell too, so each language learns from the others. No kind decides anything: the model weighs them.
"""

from __future__ import annotations

from functools import cache

from rumorwatch.reading.cuelists import CueLists

_LISTS = {
    "false": """
        tin gia; tin nhan gia; gia mao; tin bia; la bia; bia dat; bia ra; bia chuyen; la sai; sai su that;
        sai hoan toan; tin sai; tin don that thiet; that thiet; bac bo; dinh chinh; khong dung su that;
        khong phai su that; tin vit; khong co chuyen; khong co co so; khong co can cu; xao; xao ke; nham nhi; tao lao;
        lua dao; bon lua; lua; cat ghep; anh ghep; ghep; chinh sua; cau view; cau like; giat tit; don bay; phao tin;
        khong he; lam gi co; lay dau ra; fake; hoax; false; fabrication; fabricated; debunked; debunk; untrue;
        not true; isn t true; isnt true; nonsense; rubbish; bogus; scam; scammer; scammers; crook; myth; misleading;
        photoshopped; photoshop; edited; made up; invented; made that up; made it up; baseless; unfounded;
        no evidence; misinformation; disinformation; denied; denies; no such; old clip; old photo; old video;
        urban legend; conspiracy; baloney; crap; bs; silly; lie; lies; 谣言; 辟谣; 不实; 假新闻; 假消息; 不属实; 虚假;
        没有依据; 没有根据; 别信; 别传; 不信谣; 假的; 造谣; 否认; 没有的事; 没这回事; 没这事; 没有这回事; 骗子; 骗人;
        骗; 胡说; 瞎说; 瞎编; 编的; 编; 扯; 扯淡; 吓唬; 忽悠; P的; 拼接; 旧图; 老谣言; 谣; 误读; 断章取义; 子虚乌有;
        纯属; 无稽
    """,
    "calm": """
        dung tin; dung lo; dung so; yen tam; binh tinh; dung chia se; dung lan truyen; dung share; dung doa; doa nhau;
        doa; hu doa; dung hoang mang; xin dung; lam on; gium; tin chi; an tam; cu yen; khoi lo; lo chi; so chi;
        calm down; relax; don t worry; no need to; stop sharing; stop spreading; do not share; don t share; stop it;
        stop; please stop; panic; delete; stop posting; don t believe; nothing to worry; breathe; settle down;
        sleep well; 别慌; 别怕; 不用担心; 放心; 不要相信; 不要传; 不必; 勿信; 勿传; 莫慌; 别吓; 别自己吓自己; 散了吧;
        散了; 不用慌; 别听
    """,
    "defends": """
        khong phai tin gia; dau phai tin gia; khong phai don; khong noi choi; khong phai gion; noi tin gia;
        noi la tin gia; bao tin gia; tuong lua dao; noi vay cho; noi vay thoi; khoi cai; cai gi nua; con cai;
        chua tin; khong tin; ai tin; noi that; that 100; chinh xac; xac nhan roi; co bang chung; bang chung; co video;
        co anh; co clip; tan mat thay; thay ro; chinh mat; dung co noi; ke ho; ai noi; van noi; cu noi; cu bao;
        chang qua; nhan vien keu; nhan vien bao; ho bao; bien minh; not a rumor; not a rumour; no rumor; not a joke;
        not a hoax; isn t a hoax; was a hoax; it s a hoax; not kidding; call it; called it; calls it; they say;
        they said; say it s; says it s; said it was; keep saying; of course they; explain this; explain that;
        have proof; proof; have video; on video; i have the; saw it; with my own eyes; own eyes; laugh all;
        conspiracy nut; go ahead; you ll see; told you; don t believe me; believe me; trust me; swear; not fake;
        is real; it s real; natural causes; calling it; denies it; denied it; of course; 不是谣言; 不是造谣; 不是骗;
        说我造谣; 骂我造谣; 说是谣言; 说谣言; 说假的; 说是假; 说是假新闻; 说是诈骗; 有人说是; 是不是诈骗; 先说好;
        辟谣又; 又辟谣; 辟谣是; 发了辟谣; 辟谣说; 出来辟谣; 一直辟谣; 官方一直; 对外只说; 只说; 当然说; 当然没;
        不承认; 都承认了; 承认; 有视频; 有图; 有照片; 有录音; 有证据; 证据; 亲耳; 亲手; 就是例子; 才怪; 等着瞧;
        走着瞧; 你们就知道; 就知道了; 不信你; 不信就; 爱信; 我早说; 早说了; 早就; 说没事; 拿钱说话
    """,
    "harmed": """
        mat; mat sach; mat tien; mat luon; mat trang; mat het; chet; nhap vien; cap cuu; ngo doc; nam vien; ngat; non;
        sot; bi phat; bi bat; bi lua; bi hack; dinh; giat; chay; sap; no; ung thu; vo sinh; nhiem; nguy hiem; doc;
        tu vong; chet nguoi; nan nhan; bay; bay mau; tra lai; duoi; cam; cat; thu; thu hoi; khoa; died; dead; dies;
        death; hospital; sick; ill; poisoned; poison; cancer; tumor; blind; lost; stolen; robbed; fined; banned;
        closed; seized; burnt; burned; dropped dead; gone blind; rash; vomited; killed; kills; kidnapped; missing;
        crushed; collapsed; exploded; emptied; ruined; deadly; toxic; infertile; sterilises; germ; virus; danger;
        dangerous; 死了; 死; 住院; 打吊瓶; 上吐下泻; 中毒; 癌; 查出癌; 得癌; 没救; 失踪; 被抓; 被罚款; 被骗走; 爆炸;
        塌; 淹; 被拉; 被砍; 危险; 要命; 没怀上; 出事了; 转走; 扣; 砍死; 埋; 倒闭; 关门; 断供; 偷跑; 翻倍; 伤
    """,
    "as usual": """
        van; van con; van nguyen; nhu thuong; binh thuong; nhu cu; y nhu; nhu moi; nhu moi lan; nhu moi hom;
        nhu hom qua; co sao dau; khong sao; chua doi; khong doi; khong thay doi; con nguyen; day du; du ca; ngon lanh;
        em ru; dung gio; dung han; chang sao; khoe re; khoe manh; khoe; dat chuan; hop le; an toan; dat; sach;
        yen binh; chay tot; y nguyen; deu dan; still; as usual; as ever; as always; normal; normally; same as;
        same price; unchanged; fine; works; working; worked; open; genuine; valid; safe; healthy; all good; perfectly;
        just like; like always; running; no change; passed; alive; 照常; 照样; 照旧; 照用; 照开; 照卖; 照喝; 照吃;
        还是; 正常; 好好的; 没变; 不变; 没事; 没问题; 跟以前一样; 一样; 合格; 安全; 活着; 健康; 照着; 依旧; 一直;
        开着; 满满; 充足; 好得很; 在岗; 还在
    """,
    "none": """
        khong ai; chua ai; chang ai; chua bao gio; khong bao gio; co bao gio; dau co; co dau; lam gi; hoi nao;
        khi nao; chua thay; khong thay; chang thay; chua tung; chua nghe; khong he; nao co; co nao; chi co;
        mot dong cung; khong mat; khong ton; dau ma; o mo; mo ra; co mo; khong co; chua co; dau ra; dau; gi dau;
        bao gio; chang co; cha co; het; thoi; nobody; no one; never; none; nothing; zero; not one; not a;
        not a single; no; neither; nor; nowhere; there s no; there is no; there are no; without; has never;
        have never; had never; wasn t; weren t; didn t; doesn t; don t; isn t; aren t; can t; cannot; couldn t; won t;
        hasn t; haven t; only; just; 没有; 没人; 从没; 从来没; 从未; 没见过; 没听说; 没收过; 哪来; 哪有; 哪里有; 什么;
        没; 无; 并没有; 并未; 根本; 从来; 一个都; 一分; 一条; 只是; 只有; 而已; 就是; 罢了; 啥
    """,
    "witness": """
        toi vua; tui vua; minh vua; em vua; vua; vua moi; moi; sang nay; sang ni; trua nay; chieu nay; toi qua;
        hom qua; hom kia; hom truoc; tuan truoc; tuan roi; dang ngoi; dang dung; dang o; dang; day; ne; ngay day;
        o day; nha tui; nha toi; nha em; nha minh; o ngay; canh nha; qua do; di ngang; tan mat; tan noi; this morning;
        yesterday; last night; last week; just now; just; tonight; today; i m at; i m in; i m on; i live;
        i m standing; standing; sitting; walked; drove; went; saw; checked; called; asked; looked; writing from;
        right now; here; been there; was there; on my; in my; my own; tuesday; monday; sunday; saturday; friday;
        thursday; wednesday; o clock; 刚; 刚从; 刚刚; 昨天; 昨晚; 今早; 今天; 早上; 上周; 上个月; 我就在; 我在; 我家;
        我住; 就在; 现场; 亲眼; 路过; 去了; 问了; 看了; 查了; 正在; 我们这; 我们单元; 我们小区; 下午
    """,
    "authority": """
        lam o; toi lam; tui lam; em lam; minh lam; trong nghe; nam nay; nam trong; truc; y ta; bac si; duoc si; ky su;
        ke toan; luat su; giao vien; dieu duong; can bo; nhan vien; chu quan; to truong; tai xe; nghe; nghe nay;
        nguoi trong; i work; i run; i m a; as a; nurse here; teacher here; doctor here; i teach; i drive; my job;
        years; for years; my husband works; my wife works; my dad; colleague; speaking; i own; i sell; i install;
        i fix; i ve been; i wrote; i grow; i farm; engineer; pharmacist; electrician; mechanic; accountant; chemist;
        biologist; geologist; 干了; 年了; 我是; 我当; 从业; 医生; 护士; 老师; 药师; 工程师; 化验员; 柜员; 学医; 行内;
        在编; 我们药房; 我们店; 我们厂; 窗口; 在职; 值班; 科普; 来说; 说一遍; 说一句; 学法; 检验
    """,
    "mock": """
        cha noi; may ong; may ba; may cha; thanh; may dua; chac; the a; ha; a; haha; hihi; kk; cuoi; hai; dua; gion;
        ngo; nao; nghe ma; tinh gium; neu vay; the thi; vay thi; thi sao; oan; toi; chiu; thua; dien; ao; phim;
        truyen; bay; chuot; ma; lol; lmao; sure; yeah; right; please; heaven s sake; come on; apparently; then; funny;
        magic; genius; congrats; wow; oh; love; darling; wake me; if; would; aiyo; dinosaurs; unless; imagine;
        by that logic; bless; folks; mate; 哈哈; 呵呵; 笑死; 笑; 您; 图啥; 您家; 科幻; 小说; 编剧; 段子; 神仙; 母鸡;
        谁信; 脑子; 智商; 那我; 要是; 要真; 真要; 合着; 敢情; 月球; 请; 你们; 做慈善; 早就; 怎么不; 难道; 凭什么; 又
    """,
    "distrust": """
        tin noi; ai ma tin; tin duoc khong; noi the chu; noi vay chu; cho coi; cho xem; coi nhu; roi coi; roi xem;
        chong mat len ma xem; tu hieu; ai cung hieu; hieu ngam; lam gi co chuyen ngau nhien; ngau nhien gi; noi hay;
        noi thi hay; con noi; con bao; con chuong; con lon tieng; chi keu; thi keu; thi bao; thi noi; thi chuong;
        thi dang; phan bua; choi leo leo; choi; bit mieng; bung bit; mua chuoc; ky giay; xoa dau vet; my foot; my arse;
        yeah right; sure they; of course they; of course it; they would; well they; wouldn t they; funny how;
        funny that; how convenient; convenient; conveniently; go figure; guess who; guess what; who pays; who paid;
        who profits; follow the money; you watch; just watch; just wait; wait for; wait until; wait till;
        mark my words; remember this; work it out; do the math; two and two; connect the dots; explain that;
        explain this; explain why; don t mind; nothing to see; so called; swore; swear blind; keeps saying;
        keep telling; keep saying; claims that; insist; insists; officially; on tv; on telly; on paper; why else;
        then why; why then; so why; why is; why are; why do; why would; what else; open your eyes; wake up; naive;
        骗谁; 糊弄; 敷衍; 搪塞; 打官腔; 官腔; 谁信; 信吗; 你信; 反正我; 懂中文; 都知道; 呵; 敢不; 说得; 嘴上; 封口;
        禁言; 只会; 就会; 还说; 还挂; 又说; 发个公告; 公告; 声明; 口径; 定性
    """,
    "hurry": """
        nhanh; nhanh len; le; gap; lien; ngay; mau; mau mau; tranh thu; keo; lo ma; coi chung; can than; canh giac;
        de phong; ne; khoi; dung cho; dung an; dung uong; dung mua; dung di; dung ra; dung de; nho; nhac; nho nhac;
        bao; share; chia se; chuyen tiep; gui cho; lan toa; mua; tru; rut; ban; chay; ai co; ai chua; ba con;
        moi nguoi; ca nha; cac me; anh em; chi em; hay; phai; tuyet doi; nghen; nha; nhe; di; moi; cho biet; don do;
        hurry; run; now; asap; urgent; warning; alert; beware; careful; watch out; be careful; avoid; stay away;
        stay inside; never; do not; don t; pass it on; spread; forward; tell your; tell everyone; warn; stock up; buy;
        sell; get out; withdraw; leave; before; wake up; check your; keep; lock; everyone; guys; friends; mums;
        parents; make sure; while you can; please share; get; grab; fill up; remember; prepare; hide; take; heads up;
        fyi; retweet; rt; last chance; 快; 赶紧; 赶快; 千万; 千万别; 别; 别去; 别买; 别吃; 别喝; 别让; 别再; 提醒; 转;
        转发; 转给; 扩散; 告诉; 大家; 家人们; 姐妹们; 注意; 小心; 当心; 警惕; 能囤; 囤; 抢; 备; 备点; 买; 取出来; 速;
        赶早; 趁早; 趁; 抓紧; 必须; 一定要; 都; 记得; 马上; 手快; 不要; 跑
    """,
    "hidden": """
        im; im lang; im thin thit; giau; giau nhem; bung bit; khong cho; khong dam; so loan; chua dang; bao khong;
        bao chi; bao dai; tivi; nha nuoc; ho; bon no; tui no; chung no; may ong; may ong tren; xoa bai; bi xoa; bi an;
        chang ai noi; hieu roi; biet roi; khong phai dua; khong dua; ai cung biet; con tin; tin ai; ai ngo; bao sao;
        hen chi; bua ni; tin hay khong; tuy; noi vay; noi cho; noi the; chu sao; thu that; that day; thiet do;
        that do; do; roi do; kia; silent; silence; hush; cover; covering up; cover up; coverup; hiding; hide; secret;
        won t tell; don t want you; not a word; they; them; they re; they ll; media; papers; censored; deleted;
        taken down; of course; wake; laugh; call me; say what; believe; trust; insider; confirmed; officially; leaked;
        source; my cousin; my uncle; my friend; my aunt; neighbour; neighbor; told me; heard; swear; explain; quietly;
        admit; shame; no comment; deny; denying; explains; 压; 压下; 封锁; 秒删; 删; 瞒; 隐瞒; 不敢; 不让; 不说;
        不公布; 内部; 内部消息; 亲戚; 亲口; 我表哥; 我同学; 我舅; 闺蜜; 朋友; 邻居; 听说; 据说; 细思极恐; 你品;
        信不信; 爱信不信; 不信; 不是造谣; 骂我; 辟谣; 官方; 呵呵; 谁不知道; 别怪我; 懂的都懂; 反正; 就怕; 早晚; 等着;
        应验; 他们; 上面; 心里有数; 话我只说
    """,
    "has come": """
        roi; het roi; mat roi; xong roi; sap; sap toi; tu nay; tu mai; tu thang; sang thang; toi day; bat dau; se; bi;
        chet; that roi; dung roi; sap sap; thanh; la bay; la mat; la phat; la khoi; khoi het; khoi luon; luon;
        qua troi; going to; gonna; will; soon; from now on; starting; it s gone; is gone; are gone; gone; no more;
        over; coming; the end; finally; anymore; dead; died; already; from next; useless; banned; goodbye; is out;
        works for; cured; cures; cure; 要了; 了; 就没了; 没了; 作废; 要完; 从今天起; 下月; 明年; 以后; 死了; 治好;
        好了; 已经; 真的; 果然; 绝对; 全; 全部; 彻底; 要凉; 跑不掉; 罚; 完了; 有毒; 致癌; 出事; 涨; 停
    """,
    "feeling": """
        troi oi; oi; so qua; thuong; thuong qua; toi nghiep; buc; tuc; khon nan; that duc; ac; ghe; rung minh; hoang;
        lo qua; chan; song sao; con gi; the nay; kieu nay; gi nua; chi nua; sao noi; suong; mung; vui; qua; ghe that;
        omg; wtf; unbelievable; disgusting; horrible; sick; terrible; sad; scary; poor; crazy; insane; finally;
        thanks; great; heartbreaking; angry; outrage; robbery; what a; how can; lost its; thieves; disgrace; mad; smh;
        god; 天啊; 可怕; 吓人; 太; 气死; 丧尽天良; 心疼; 还让不让; 抢钱; 服了; 黑心; 良心; 怎么活; 救命; 恶心; 造孽;
        无语; 惨; 凭啥; 还有什么; 离谱
    """,
    "asking": """
        co that khong; that khong; co dung khong; dung khong; co phai khong; phai khong; khong a; khong vay;
        khong nhi; khong rua; hong; hong vay; chua a; chua vay; ai biet; ai ro; ai co; cho hoi; xin hoi; hoi;
        muon hoi; cho em hoi; cho minh hoi; cho toi hoi; cho tui hoi; xac nhan; xac minh giup; giup; giup em;
        giup minh; dum; gium em; cho xin; xin; xin link; link; nguon; nguon dau; van ban; cong van; so may; o dau;
        dau vay; sao vay; la sao; the nao; nhu nao; hay khong; hay sao; that hay gia; dung hay sai; thuc hu; lieu;
        thiet khong; thiet ha; thiet hong; that a; that ha; that chua; co ai; bac nao; anh nao; chi nao; me nao;
        ban nao; ai lam; tra loi; giai dap; giai thich; lam ro; tu van; chi voi; voi a; voi; biet duong nao;
        khong biet; phan van; ban khoan; nho; nho cac; mong; hong biet; co nen; lam sao; khi nao; bao gio; nua khong;
        duoc khong; gi khong; chua nhi; ha moi nguoi; ha cac; may anh chi; tin duoc khong; kiem chung; is it true;
        is this true; is that true; true or false; can anyone; anyone; anybody; does anyone; has anyone; did anyone;
        is this; is it; are they; is there; are there; does; do they; did; can i; can you; could; should i; do i;
        will they; would; what; where; who; when; how; which; why; confirm; legit; real; really; seriously; source;
        official; wondering; wonder; not sure; don t know; want to know; need to know; like to know; curious;
        question; asking; ask; help; pls; please; any; or not; or is it; or just; tell me; advice; thoughts; explain;
        whether; true; somebody; someone; 真的吗; 是真的吗; 真的假的; 真假; 是否; 属实; 请问; 求证; 求; 有人知道;
        是不是; 有没有; 能不能; 要不要; 会不会; 该不该; 可不可以; 靠不靠谱; 靠谱吗; 吗; 么; 呢; 呀; 谁知道; 谁能;
        有谁; 哪位; 哪里; 哪个; 怎么; 怎么办; 多少; 什么时候; 几点; 到底; 究竟; 问一下; 问一句; 想问; 问问; 想知道;
        想确认; 确认; 核实; 求个; 求解; 给个; 给句; 回个; 说一声; 懂的; 科普一下; 解答; 还是; 有没; 真有; 如实; 准信;
        在线等; 急; 不懂; 说法; 不确定; 拿不准; 讲讲; 请教; 麻烦; 指点; 通知了没; 了没; 没有啊; 能否; 可否; 官方; 文件
    """,
    "office": """
        so; so y te; so giao duc; cong an; ubnd; uy ban; cuc; chi cuc; bo; bo y te; phong; ban quan ly; ban chi huy;
        vien; trung tam; hoi; hiep hoi; lanh dao; dai dien; nguoi phat ngon; chu tich; giam doc; thanh tra;
        doan kiem tra; to cong tac; doan lien nganh; quan ly thi truong; don bien phong; cdc; ban tin; phong vien;
        bao chi; truong; xa; phuong; tinh; thanh pho; ministry; department; police; officials; officers; authority;
        authorities; agency; spokesperson; spokesman; spokeswoman; council; committee; board; commission; office;
        bureau; director; deputy; governor; lawmakers; delegates; inspectors; investigators; regulator; centre;
        center; institute; association; union; provincial; district; ward; reporters; journalists; newspaper; state;
        government; bank; hospital; residents; users; vendors; operators; 公安; 警方; 民警; 派出所; 网警; 网安;
        市监局; 市场监管局; 市监所; 卫健委; 疾控; 教育局; 教育部; 人社局; 住建局; 商务局; 应急管理局; 气象局; 水务局;
        部门; 街道办; 社区; 记者; 发言人; 负责人; 工作人员; 调查组; 专家; 检察院; 法院; 平台; 网民; 网友; 居民; 市民;
        群众; 官方账号; 局; 单位; 公司; 客服; 交警; 某; 省; 市; 县
    """,
    "inquiry": """
        xac minh; dang xac minh; kiem tra; lay mau; xet nghiem; ket qua; du kien; yeu cau; de nghi; bao cao;
        giai trinh; lam ro; dieu tra; truy; truy nguon; trieu tap; moi; moi len; lam viec; xu phat; bi phat; khoi to;
        tiep nhan; ghi nhan; thong ke; cuoc goi; phan anh; tra loi; se tra loi; thong tin sau; hop; hop bao;
        thao luan; kien nghi; chuyen; da chuyen; thu giu; giao; cu; lap doan; cho biet; noi rang; theo; trong khi;
        cong bo; phong toa; don; tam giu; nan nhan; trinh bao; investigating; investigation; inquiry; probe;
        looking into; under examination; reviewing; review; verify; verifying; checking; samples; tests; testing;
        results; expected; due; statement; comment; asked; asked to; asked for; requested; respond; response; reply;
        briefing; brief; meeting; hearing; summoned; fined; arrested; detained; questioned; opened; noted; took note;
        taken note; recorded; logged; counted; received; complaints; calls; referred; set up; sent; promised;
        according to; said; says; told; will publish; will hold; will answer; aware; convened; met; raised; collected;
        identified; 核实; 调查; 核查; 取样; 抽检; 送检; 检测; 结果; 预计; 研判; 答复; 回应; 回应称; 通报; 约谈; 传唤;
        拘留; 处罚; 被罚; 立案; 调取; 报警; 接到; 收到; 受理; 来电; 咨询; 关注; 已关注; 介入; 走访; 召开; 说明会;
        座谈; 公布; 表示; 称; 介绍; 透露; 统计; 登记; 上报; 报请; 转交; 移交; 联合; 成立; 查处; 线索; 进校; 待; 暂未;
        尚未; 将; 已; 配合; 暂停
    """,
    "spreading": """
        lan truyen; dang lan; lan tren; lan khap; lan nhanh; chia se; luot chia se; luot xem; luot; tren mang;
        mang xa hoi; tin don; nghe don; dong tin; clip; video; bai viet; bai dang; hinh anh; tin nhan; noi dung;
        facebook; zalo; tiktok; top; tim kiem; dang gay; du luan; xon xao; nghi; thac mac; hoang mang; keo nhau;
        do xo; xep hang; chay hang; dong bat thuong; nguoi dan noi; nhieu nguoi; quay lai; chuyen tay; don thoi;
        tung tin; dang tai; dang; going around; doing the rounds; circulating; circulated; spread; spreads; spreading;
        viral; shared; shares; viewed; views; million views; post; posts; screenshot; screenshots; message; messages;
        claim; claims; claiming; claimed; rumor; rumors; rumour; rumours; alleged; allegedly; supposed; supposedly;
        purported; so called; talk of; word of; word that; chatter; online; social media; chat groups; trending;
        hashtag; resurfaced; queues; queued; lined up; cancellations; sales; refusals; after; following; amid; citing;
        cited; prompted; over; 网传; 网上; 流传; 热传; 疯传; 传言; 传闻; 说法; 热搜; 热议; 视频; 截图; 帖子; 发帖;
        网帖; 转发; 播放量; 阅读量; 评论区; 朋友圈; 微信群; 图片; 引发; 引; 源于; 有关; 关于; 针对; 一事; 一段; 一则;
        一张; 所谓; 相关; 讨论; 排队; 聚集; 大量; 多名; 多地; 近日; 近期; 连日; 昨日; 本周; 不少; 听说; 上涨; 增加;
        众说纷纭; 条; 起; 人次; 余
    """,
}
KINDS = tuple(_LISTS)
"""Kinds of cues, in the order of the signs made of them."""


@cache
def cue_lists() -> CueLists:
    """Return the lists, ready to be looked for."""
    return CueLists.of(_LISTS.values())
