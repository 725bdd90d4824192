"""The vocabulary cut to what this service reads, and its tokenizer.

Of 250,002 SentencePiece pieces some 25,000 stay: CJK, digits, punctuation and symbols, single Cyrillic letters,
Mongolian script, the special ones, and Latin pieces that are short, frequent or seen in our own texts. What is
cut falls apart into letters, so no text becomes unreadable.
"""
import unicodedata

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

SPECIAL = ('<s>', '<pad>', '</s>', '<unk>')
FREQUENT = 3000
MARK = '\u2581'


def _kind(char):
    code = ord(char)
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF:
        return 'cjk'
    if 0x1800 <= code <= 0x18AF:
        return 'mongolian'
    if 0x0400 <= code <= 0x04FF:
        return 'cyrillic'
    if code < 128 and char.isalpha():
        return 'latin'
    if code < 128 or unicodedata.category(char)[0] in 'PSN':
        return 'sign'
    return 'other'


def _stays(piece, rank, seen):
    bare = piece.replace(MARK, '')
    if piece in SPECIAL or bare == '':
        return True
    kinds = {_kind(char) for char in bare}
    if kinds <= {'cjk', 'sign', 'mongolian'}:
        return True
    if kinds == {'cyrillic'}:
        return len(bare) == 1
    if 'other' in kinds or 'cyrillic' in kinds:
        return False
    return len(bare) <= 2 or rank < FREQUENT or rank in seen


def keep(package, texts):
    """Ids of the pieces that stay, in order; `texts` are the project's own, for the Latin pieces in them."""
    whole = tokenizer(package.pieces, package.scores)
    seen = {i for one in whole.encode_batch(texts) for i in one.ids}
    return [i for i, piece in enumerate(package.pieces) if _stays(piece, i, seen)]


def tokenizer(pieces, scores):
    """`<s>` text `</s>`; the text is expected in NFKC, as `nlu/normalize.ts` leaves it."""
    own = Tokenizer(models.Unigram([(p, float(s)) for p, s in zip(pieces, scores)], unk_id=3, byte_fallback=False))
    own.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex('\\s+'), ' ')])
    own.pre_tokenizer = pre_tokenizers.Metaspace(replacement=MARK, prepend_scheme='always', split=True)
    own.post_processor = processors.TemplateProcessing(
        single='<s> $A </s>', pair='<s> $A </s> </s> $B </s>', special_tokens=[('<s>', 0), ('</s>', 2)])
    return own
