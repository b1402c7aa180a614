"""Essays of our own for made-up sites, cut into pages."""

from pathlib import Path

BANK = (
    "七月初，我到县城的农村信用社报到，被分在城东网点。带我的师傅姓周，在柜台坐了十九年，说话慢，手却很快。第一天她没有让我碰钱，只让我看。",
    "看了三天，我才明白点钞为什么要先墩齐：边上有一张卷角，机器就会多数一张。第四天轮到我练，用的是练功券，一百张点了六分钟，还错了两张。",
    "周师傅没有批评我，她把那两张错的抽出来，放在最上面，让我再点一遍。她说，错在哪里，手要先知道，脑子后知道也来得及。",
    "第二周开始跟着收凭证。有位大爷来取养老金，存折磨得看不清账号，我念了三遍，他都听成别人的名字。后来我把数字写大一点，递给他自己看。",
    "月底对账差了四毛钱，全网点的人留到八点半。最后在一张作废的凭证背面找到了，是我把冲正的日期写成了前一天。那天回家的路上，我记住了什么叫双人复核。",
    "实习结束前，周师傅把她自己用的海绵缸送给了我，缸底刻着她进社的年份。我想，以后无论在哪里上班，遇到急的事，先墩齐，再点数。",
)
NURSE = (
    "我被分到内科四病区，第一周做的事情是推轮椅、送标本、铺床。铺床看起来简单，床角却总是散，带教老师让我一天铺二十张，铺到第五天，角终于不散了。",
    "第二周学量血压。有位奶奶胳膊很细，袖带绑上去就滑，我绑了四次，她笑着说，闺女，别急，我又不会跑。那一次量出来的数，我到现在还记得。",
    "夜班是最难的。凌晨三点，走廊里只有监护仪的声音，我在护士站写交接，写着写着就困。老师让我站着写，她说躺着的人还醒着呢。",
    "有一天抢救，我插不上手，只负责跑药房。来回四趟，鞋带开了都没有顾上系。人救回来以后，老师让我去把轮椅擦干净，她说这也是抢救的一部分。",
)
TEACHER = (
    "實習學校在鎮上，只有六個班。我帶三年級，全班二十三個學生，第一堂課我準備了四十分鐘的內容，十五分鐘就講完了，剩下的時間我站在講臺上發慌。",
    "指導老師坐在最後一排，什麼也沒有說。下課後她把她的教案給我看，每一頁的右邊都空著一欄，寫的是學生可能會怎麼回答。我的教案裡，沒有學生。",
    "後來我也留出一欄。有個孩子總是把左右寫反，我就請他在黑板左邊畫一棵樹，右邊畫一座山，每次寫字以前先看一眼樹。第三個星期，他不用看了。",
)


def paragraphs(texts: tuple[str, ...]) -> str:
    """As HTML."""
    return "\n".join(f"<p>　　{text}</p>" for text in texts)


def old_page(title: str, body: str, pager: str = "") -> str:
    """A page of an old CMS: tables, fonts, few class names."""
    return _template("old").format(title=title, body=body, pager=pager)


def new_page(title: str, body: str, pager: str = "") -> str:
    """A page of a CMS of today."""
    return _template("new").format(title=title, body=body, pager=pager)


def _template(name: str) -> str:
    return (Path(__file__).parent / "pages" / f"{name}.html").read_text(encoding="utf-8")
