"""Teencode: how young and hurried people shorten Vietnamese, written down by us from general knowledge.

Only what no rule finds: doubled letters, f for ph, w for qu, j for i and their like are repaired by ``sounds`` and
``tokens``. Meanings are folded when read. Whoever adds a word: ``ALWAYS`` is for spellings that are no English or
Vietnamese word; everything else goes to ``IN_VIETNAMESE``, which is only read where the text around is Vietnamese.
A spelling that abbreviates two common words with equal right (bn: bạn, bao nhiêu, bệnh nhân) is left out.
"""

from __future__ import annotations

from functools import cache

from rumorwatch.normalize.vietnamese import unmarked

_ALWAYS = """
không: khôg khg hôngg hog hok
được: đc đx đk đuoc đựoc duok
người ta: ngta nta
người: ngừi ngườj ngkhác
những: nhg nhữg nhữq nhưngx
bây giờ: bjo bjờ bjh bgio bgiờ bâyh
giờ: jo jờ
gì: gj jz
biết: bít bik bjt bjk bítt
rồi: rùi roài rùj
vậy: zậy zại zị
với: zới dzới
cũng: cx cg cug cũg
thế nào: tnào tnao
như thế nào: ntn
nhiều: nhìu nhju
trước: trc trk
mình: mk mik mìk mềnh
mọi người: mn mng mnguoi
anh em: ae
chị em: cjem
vợ chồng: vck
chồng: ck
vợ: vk
bạn: pạn bợn
bạn bè: bbè
gia đình: gđ gđình gdinh
điện thoại: đthoại dthoai đthoai dthoại
số điện thoại: sđt sdt
nhắn tin: ntin
trả lời: tloi tlời
công ty: cty
học sinh: hsinh
sinh viên: svien sviên
giáo viên: gvien gviên
bác sĩ: bsĩ bsi bsỹ
bệnh viện: bviện bvien
bệnh nhân: bnhân bnhan
ủy ban nhân dân: ubnd
hội đồng nhân dân: hđnd hdnd
thành phố hồ chí minh: tphcm tpchm hcmc
hồ chí minh: hcm
hà nội: hanoi hnoi hnội
sài gòn: saigon sgon
việt nam: vietnam vnam viêtnam vịtnam
đà nẵng: danang
hải phòng: haiphong hphong
trung quốc: tquốc tquoc
hàn quốc: hquốc hquoc
cảnh sát giao thông: csgt
quân đội: qđội qdoi
bộ y tế: byt
chính phủ: cphu cphủ
bảo hiểm y tế: bhyt
bảo hiểm xã hội: bhxh
xin lỗi: xlỗi xloi
cảm ơn: cmon cámon
yêu: iêu
người yêu: nyêu nyeu
thích: thik thjk thix thíc
thôi: hoy
chuyện: chiện
chết: chớt chít
trời: chời
quá: qá quớ
quên: wên
quan trọng: qtrọng qtrong
đấy: đếi
này: nài nèk
làm gì: lgi lmj lgì
lắm: lémm
muốn: mún
thấy: thếy
tại sao: tsao
hôm nay: hnay hnai
hôm qua: hqua
ngày mai: nmai
triệu: trịu
tài khoản: tkhoản tkhoan
chuyển khoản: ckhoản ckhoan
thông tin: ttin
thông báo: tbáo tbao
chương trình: ctrình ctrinh
cộng đồng: cđồng
lãi suất: lsuất
vắc xin: vacxin vaxin vacine vácxin vắcxin
vi rút: virut virút
covid: côvid côvít côvi covy cövid
cách ly: cly
xét nghiệm: xnghiệm xnghiem
bình thường: bthường bthuong bthg
dễ thương: dthương dthuong
thật: thựt
đừng: đừg
đúng: đúg
vào: zào dzào
về: zề dzề
vui: dzui
điều kiện: đkiện đkien
đăng ký: đký đky đkí dky
mạng xã hội: mxh
căn cước công dân: cccd
chứng minh nhân dân: cmnd
đại học: đh đhọc
bộ trưởng: btrưởng
thời gian: tgian
khẩu trang: ktrang
sức khỏe: skhỏe skhoe
an toàn: atoàn atoan
dịch bệnh: dbệnh dbenh
hạnh phúc: hphúc
chuẩn bị: cbị cbi
quyết định: qđịnh qđ
nghị định: nđ
ok: ok
gen: gen
nhưng mà: nma nhma nhmà
sinh nhật: sn snhật
chúng ta: cta
chúng nó: cno cnó
chúng mình: cmình
bình thường: bth
vận động viên: vđv vdv
huấn luyện viên: hlv
diễn viên: dviên
kiểm tra: ktra
quan tâm: qtâm qtam
quan hệ: qhệ
mối quan hệ: mqh
ký túc xá: ktx
hôm nào: hnao hnào
con gái: cgái cgai
con trai: ctrai
bố mẹ: bmẹ
ba mẹ: bme
không biết: kbiết kbt
không phải: kphải kphai
phải: fải
đẹp trai: đtrai
chia tay: ctay
nửa: nx
xong: xg
ngày: ngkày
yêu cầu: ycầu ycau
thủ tướng: ttướng
phó thủ tướng: ptt
ủy ban: uban
khu công nghiệp: kcn
tai nạn: tnạn
tai nạn giao thông: tngt
bộ giáo dục: bgd
học bổng: hbổng
trung học phổ thông: thpt
trung học cơ sở: thcs
an ninh: anninh
công nghệ thông tin: cntt
nông nghiệp: nnghiệp
sân bay: sbay
xe máy: xmáy
"""
_IN_VIETNAMESE = """
không: k ko kh hông hk
được: dc
rồi: r
gì: j
vậy: z v
với: vs
tôi: t
người: ng
nhiều: nh
biết: bt
chị: c
bạn: b
mày: m
nó: n
qua: wa
nước: nc
nói chuyện: nch
nói: ns
tương tự: ttự
thế giới: tgiới
hà nội: hn
sài gòn: sg
đà nẵng: đn
việt nam: vn
trung quốc: tq
hàn quốc: hq
trung ương: tw
thành phố: tp
bệnh viện: bv
bác sĩ: bs
học sinh: hs
sinh viên: sv
giáo viên: gv
nhân viên: nv
xã hội: xh
người yêu: ny
nhắn tin: nt
chia sẻ: share
sức khỏe: sk
tài khoản: tk
buồn: bùn
đồng: vnđ vnd
ok: oke okie oki okê okela okey uki
mấy: mí
mới: ms mứi
hiểu: hỉu
kiểu: kỉu
điều: đìu
mạng: mạg
nhất: nhứt
chưa: chx
bao nhiêu: bnh bnhiu
vắc xin: vaccine
vi rút: virus
yêu cầu: ycầu ycau
tiền: xiền
bệnh: bịnh
giờ: h
làm: lm
sao: s
điện thoại: dt
trời: tr
công việc: cv
học: hc
phải: p
em: e
nhất: nhứt
thấy: thấi
người ta: ngt
vợ chồng: vc
tin nhắn: tn
mình: mh
tháng: thg
trong: trg
đang: dg
"""


def _table(lines: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        meaning, spellings = line.split(": ", 1)
        table.update(dict.fromkeys(spellings.split(), unmarked(meaning)))
    return table


@cache
def always() -> dict[str, str]:
    """Return the folded meaning of each spelling that is no other word."""
    return _table(_ALWAYS)


@cache
def in_vietnamese() -> dict[str, str]:
    """Return the folded meaning of each spelling that is only read so in Vietnamese text."""
    return _table(_IN_VIETNAMESE)
