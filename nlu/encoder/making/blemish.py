"""A message as another hand would have typed it: for training only."""

FILLERS = ('嗯', '那个', '就是说', '呃', '这个', '你好', '麻烦问一下', '我想反映一下', '哎', '您好')
HOMOPHONES = {
    '的': '得', '得': '的', '在': '再', '再': '在', '做': '作', '作': '做', '他': '她', '那': '哪', '哪': '那', '吗': '嘛',
    '没': '莫', '什么': '啥', '怎么': '咋', '现在': '这会儿', '已经': '以经', '知道': '晓得', '为什么': '为啥', '我们': '俺们',
    '没有': '没得', '孩子': '娃娃', '物业': '务业', '供暖': '供热', '电话': '店话', '工资': '公资', '小区': '小曲', '医院': '医元',
}
SIGNS = '，。！？、；：,.!?;:~～ '


def _swap(text, draw):
    found = [word for word in HOMOPHONES if word in text]
    for word in found:
        if draw.random() < 0.3:
            text = text.replace(word, HOMOPHONES[word], 1)
    return text


def _bare(text, draw):
    return ''.join('' if c in SIGNS and draw.random() < 0.8 else c for c in text)


def _lose(text, draw):
    return ''.join(c for c in text if draw.random() > 0.04) or text


def _fill(text, draw):
    at = [0] + [i + 1 for i, c in enumerate(text) if c in SIGNS]
    where = int(draw.choice(at))
    return text[:where] + str(draw.choice(FILLERS)) + text[where:]


def _cross(text, draw):
    if len(text) < 8:
        return text
    i = int(draw.integers(1, len(text) - 2))
    return text[:i] + text[i + 1] + text[i] + text[i + 2:]


WAYS = (_swap, _bare, _lose, _fill, _cross)


def blemish(text, draw):
    for way in WAYS:
        if draw.random() < 0.45:
            text = way(text, draw)
    return text
