"""Small compilations of our own text: pieces of prose, and documents put together from headings and prose."""

from __future__ import annotations

from itertools import cycle, islice

PROSE = (
    "我被安排在市区一家支行的大堂，每天要做的是引导客户取号和填单。师傅说，先学会看人，再学会看单。头几天我总是忙得团团转，到了下班才想起还没有喝过一口水。",
    "熟悉以后，我跟着客户经理去社区做宣传。老人们围着我们问东问西，我把存单的期限讲了五遍，嗓子都哑了，心里却觉得踏实。",
    "后来我学着写日报。领导指出我的数字对不上，我又核对了一遍，才发现把两天的量加在了一起。这件小事让我明白了细心的分量。",
    "离开的那天，同事们送了我一本笔记本，扉页上写着“慢就是快”。我想，这就是我这个夏天最大的收获。",
    "车间里的噪声比我想象的大得多。带我的老钳工姓罗，他不爱说话，只是把锉刀递给我，让我先把一块铁锉平，锉了三天，我的手心磨出了两个水泡。",
    "到了月底，我已经能独自看懂一张装配图。罗师傅拿起我做的那只小锤子，在手里掂了掂，说了一句还行，我高兴了整整一个晚上。",
    "病房里最难的不是打针，而是开口。有一位老奶奶不肯吃药，我陪她说了半个小时的家乡话，她才把药片咽了下去，还拍了拍我的手背。",
    "带教老师告诉我们，记录要写在当时，不要写在事后。我把每一次测量的时间都记到分钟，交班的时候心里就不慌了。",
    "第一次站上讲台，我把粉笔捏断了两截。四十分钟的课我二十五分钟就讲完了，剩下的时间只好让学生自己看书，下课后我在走廊里站了很久。",
    "指导老师没有批评我，她只问我，你讲的时候看见了几双眼睛。从那以后，我每讲完一段就停一停，看一看后排的孩子有没有跟上。",
    "仓库的账和货总是差一箱。我们三个人盘了一个下午，才在货架的背面找到了它，原来是上一班的人放错了位置，谁也没有在单子上写。",
    "从那天起，我给自己定了一条规矩，东西离手之前先写字。实习结束的时候，主任说我的单据是几个人里面最清楚的。",
)


def proses(count, *, skip=0):
    """So many paragraphs, the first ones left out."""
    return list(islice(cycle(PROSE), skip, skip + count))


def body(number, *, paragraphs=2):
    """Text of the essay of that number, from 0; no two neighbours share a paragraph."""
    return "\n".join(proses(paragraphs, skip=number * paragraphs))


def compilation(title, headings, *, paragraphs=2):
    """A document as compilations are: title, then each heading on a line of its own above its text."""
    essays = [f"{heading}\n{body(i, paragraphs=paragraphs)}" for i, heading in enumerate(headings)]
    return "\n".join([title, *essays]) + "\n"
