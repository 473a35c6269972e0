"""The words of the parallel Chinese–English grammar, as plain tables; rules.py has the rules.

In every list the more frequent words come first: the word at place r has the weight
(r + 2)^−1.5, so the last ones are rare.
"""

# ruff: noqa: SIM905 (a string is easier to read and to edit than fifty quoted words)

from typing import NamedTuple


class Noun(NamedTuple):
    """A noun with its classifier; `kinds` says which verbs it goes with (`VERBS`)."""

    chinese: str
    classifier: str
    english: str
    plural: str
    kinds: str


class Person(NamedTuple):
    """Somebody; `gender` is m, f or n (then "their")."""

    chinese: str
    english: str
    plural: str
    gender: str


class Verb(NamedTuple):
    """A verb; `kinds` of objects, w: can be wanted. English words separated by spaces."""

    chinese: str
    past: str
    base: str
    kinds: str


def rows(table: str) -> list[list[str]]:
    """The rows of a table whose cells are separated by commas."""
    return [[cell.strip() for cell in line.split(",")] for line in table.strip().splitlines()]


# Kinds: t thing, e eatable, r readable, m can be mended, c can be cleaned, a animal, h ridden.
NOUNS = [
    Noun(*row)
    for row in rows("""
    书, 本, book, books, tr
    猫, 只, cat, cats, a
    帽子, 顶, hat, hats, tc
    马, 匹, horse, horses, ah
    苹果, 个, apple, apples, tec
    信, 封, letter, letters, tr
    狗, 条, dog, dogs, a
    伞, 把, umbrella, umbrellas, tm
    灯, 盏, lamp, lamps, tmc
    鱼, 条, fish, fish, ae
    画, 幅, painting, paintings, t
    椅子, 把, chair, chairs, tmc
    鸟, 只, bird, birds, a
    杯子, 个, cup, cups, tc
    鸡蛋, 个, egg, eggs, te
    钥匙, 把, key, keys, t
    羊, 只, sheep, sheep, a
    地图, 张, map, maps, tr
    老鼠, 只, mouse, mice, a
    船, 条, boat, boats, tmc
    镜子, 面, mirror, mirrors, tc
    牛, 头, cow, cows, ah
    橘子, 个, orange, oranges, te
    钟, 座, clock, clocks, tm
    驴, 头, donkey, donkeys, ah
    鼓, 面, drum, drums, tm
    鹅, 只, goose, geese, a
    毯子, 条, blanket, blankets, tc
    戒指, 枚, ring, rings, tc
    狐狸, 只, fox, foxes, a
    风筝, 只, kite, kites, tm
    梯子, 架, ladder, ladders, tm
    蜡烛, 支, candle, candles, t
    猫头鹰, 只, owl, owls, a
    刺猬, 只, hedgehog, hedgehogs, a
    算盘, 把, abacus, abacuses, tm
    """)
]

PEOPLE = [
    Person(*row)
    for row in rows("""
    男孩, boy, boys, m
    女孩, girl, girls, f
    老师, teacher, teachers, n
    国王, king, kings, m
    渔夫, fisherman, fishermen, m
    女王, queen, queens, f
    医生, doctor, doctors, n
    祖母, grandmother, grandmothers, f
    农夫, farmer, farmers, m
    面包师, baker, bakers, n
    公主, princess, princesses, f
    水手, sailor, sailors, m
    邻居, neighbor, neighbors, n
    叔叔, uncle, uncles, m
    阿姨, aunt, aunts, f
    画家, painter, painters, n
    士兵, soldier, soldiers, m
    歌手, singer, singers, n
    裁缝, tailor, tailors, n
    护士, nurse, nurses, f
    木匠, carpenter, carpenters, m
    图书管理员, librarian, librarians, n
    强盗, robber, robbers, m
    女巫, witch, witches, f
    天文学家, astronomer, astronomers, n
    炼金术士, alchemist, alchemists, n
    """)
]

CHILDREN = ("男孩", "女孩", "公主")

# A noun takes an adjective of one syllable directly, 红 帽子, a longer one with 的, 漂亮 的 帽子.
THING_ADJECTIVES = (
    "红/red 小/small 新/new 大/big 旧/old 蓝/blue 漂亮/beautiful 奇怪/strange 绿/green 便宜/cheap "
    "破/broken 普通/ordinary 精致/exquisite"
).split()
ANIMAL_ADJECTIVES = (
    "小/small 黑/black 大/big 白/white 老/old 可爱/lovely 奇怪/strange 聪明/clever 灰/gray "
    "懒惰/lazy 凶猛/ferocious"
).split()
PERSON_ADJECTIVES = (
    "老/old 年轻/young 聪明/clever 善良/kind 有名/famous 勇敢/brave 疲倦/tired 固执/stubborn "
    "害羞/shy 吝啬/stingy"
).split()
NUMBERS = "一/a 两/two 三/three 四/four 五/five 几/several 十/ten".split()

VERBS = [
    Verb(*row)
    for row in rows("""
    买, bought, buy, taw
    看见, saw, see, tap
    卖, sold, sell, taw
    找到, found, find, taw
    帮助, helped, help, pw
    画, painted, paint, taw
    吃, ate, eat, ew
    读, read, read, rw
    找, looked for, look for, tapw
    借, borrowed, borrow, tw
    丢, lost, lose, t
    等, waited for, wait for, pw
    偷, stole, steal, taw
    洗, washed, wash, cw
    喂, fed, feed, aw
    骑, rode, ride, hw
    修理, repaired, repair, mw
    感谢, thanked, thank, pw
    追, chased, chase, apw
    说服, persuaded, persuade, pw
    临摹, copied out, copy out, rw
    """)
]

# With 把 the object stands before the verb: 把 帽子 拿走 了, took the hat away.
BA_VERBS = rows("""
卖, sold, , t
拿走, took, away, t
吃, ate, up, e
藏 起来, hid, , t
修好, repaired, , m
丢, lost, , t
洗 干净, washed, clean, c
忘, forgot, , t
偷走, stole, , ta
赶走, drove, away, a
还 回去, gave, back, t
""")

# What people do: Chinese, past, -ing form. 打 alone has five translations; only its object tells.
ACTIVITIES = rows("""
唱歌, sang, singing
睡觉, slept, sleeping
打 篮球, played basketball, playing basketball
跳舞, danced, dancing
工作, worked, working
打 电话, made a phone call, making a phone call
下 棋, played chess, playing chess
钓鱼, went fishing, fishing
开 车, drove a car, driving a car
打 水, fetched water, fetching water
弹 钢琴, played the piano, playing the piano
开 门, opened the door, opening the door
打 鼾, snored, snoring
散步, went for a walk, going for a walk
打 毛衣, knitted a sweater, knitting a sweater
开 会, held a meeting, holding a meeting
""")

# Chengyu and other set phrases as predicates: no word of one side alone translates the other's.
PREDICATES = rows("""
大吃一惊, was completely astonished
哈哈大笑, laughed out loud
半途而废, gave up halfway
心满意足, was perfectly content
不知所措, had no idea what to do
迷 了 路, got lost
愁眉苦脸, looked very worried
恍然大悟, suddenly understood everything
手忙脚乱, got into a muddle
无家可归, had nowhere to live
目瞪口呆, was left speechless
""")

# Adverbs; the first list stands before the verb in English too, the second at the end.
EARLY_ADVERBS = rows("""
终于, finally
马上, immediately
偷偷 地, secretly
果然, indeed
居然, unexpectedly
""")
LATE_ADVERBS = rows("""
又, again
慢慢 地, slowly
小心翼翼 地, very carefully
悄悄 地, quietly
一声不响 地, without a word
兴高采烈 地, in high spirits
不慌不忙 地, without any hurry
毫不犹豫 地, without hesitation
无缘无故 地, for no reason
全神贯注 地, with full attention
""")

# What people can be more than others.
COMPARED = rows("""
高, taller
聪明, cleverer
勇敢, braver
有名, more famous
年轻, younger
耐心, more patient
固执, more stubborn
""")


# Links inside an entry: words with the same mark belong together, with ? possibly.
def sides(table: str) -> list[tuple[str, str]]:
    """The Chinese and the English side of each row."""
    cells = [line.split("|") for line in table.strip().splitlines()]
    return [(chinese.strip(), english.strip()) for chinese, english in cells]


PLACES = sides("""
花园:n 里:p | in:p the:n? garden:n
河:n 边:p | by:p the:n? river:n
市场:n 上:p | at:p the:n? market:n
树:n 下:p | under:p the:n? tree:n
山:n 上:p | on:p the:n? mountain:n
厨房:n 里:p | in:p the:n? kitchen:n
图书馆:n 里:p | in:p the:n? library:n
桥:n 下:p | under:p the:n? bridge:n
房子:n 后面:p | behind:p the:n? house:n
学校:n 旁边:p | next:p to:p the:n? school:n
屋顶:n 上:p | on:p the:n? roof:n
火车站:n | at:n? the:n? railway:n station:n
塔:n 后面:p | behind:p the:n? tower:n
井:n 边:p | by:p the:n? well:n
灯塔:n 附近:p | near:p the:n? lighthouse:n
""")
# Where things are put, but nobody lives or works.
SURFACES = sides("""
桌子:n 上:p | on:p the:n? table:n
床:n 底下:p | under:p the:n? bed:n
门:n 前:p | in:p front:p of:p the:n? door:n
柜子:n 里:p | in:p the:n? cupboard:n
窗台:n 上:p | on:p the:n? windowsill:n
门:n 后面:p | behind:p the:n? door:n
""")
TIMES = sides("""
昨天:t | yesterday:t
今天:d 早上:t | this:d morning:t
去年:t | last:t year:t
晚上:t | in:t? the:t? evening:t
星期天:t | on:t? Sunday:t
三:n 天:d 前:a | three:n days:d ago:a
上:l 个:w? 星期:w | last:l week:w
半夜:t | at:t? midnight:t
两:n 年:d 前:a | two:n years:d ago:a
那:d 天:t | that:d day:t
除夕:t | on:t? New:t Year’s:t Eve:t
""")
AFTER = rows("""
回 家, came home
起床, got up
吃 完 饭, had eaten
下班, got off work
""")
