import { beforeOf, type Claim } from './found.js';

const AT = '(?: ?(?:@|\\[ ?at ?\\]|\\( ?at ?\\)|\\{ ?at ?\\}|<at>|艾特|圈a|[*]at[*]) ?| at |#)';
const DOT = '(?: ?(?:\\.|。|\\[ ?dot ?\\]|\\( ?dot ?\\)|点|點|丶|·) ?| dot )';
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const ENDS = '(?:com|cn|net|org|gov|edu|vip|top|info|me|cc|co|hk|tv|xyz|mn|ru|io|biz|mail)';
/** An address with a name for its end, however @ and the dot are written. */
const MAIL = new RegExp(
  `(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+${AT}${LABEL}(?:${DOT}${LABEL}){0,6}?${DOT}(?:${ENDS})(?![A-Za-z0-9])(?:${DOT}cn(?![A-Za-z0-9]))?`,
  'giu',
);
/** Any other end needs the true sign. */
const PLAIN = new RegExp(
  `(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+ ?@ ?${LABEL}(?: ?\\. ?${LABEL}){0,6} ?\\. ?[A-Za-z]{2,24}`,
  'gu',
);
/** qq邮箱 12345: what stands behind the word. */
const MAIL_CUE =
  /(?:邮箱|邮件|电邮|e-?mail|mail)(?:地址|账号|是|为|号|:|发到|到|给){0,3}[^\p{L}\p{N}。!?;]{0,4}$/iu;
const TOKEN = /(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{4,63}(?![A-Za-z0-9])/gu;

// 「微信公众号」「微信支付」 announce no id; the colon, 号, 是, 加 or the id itself does.
const CHAT_CUE =
  /(?:微信|威信|薇信|徽信|v信|微♥|微x|vx|wx|weixin|wechat|卫星|绿泡泡|加\s?[v薇微]|[v薇微])(?: ?(?:号码|号|id|账号|是|为|叫|加|同|:|=|➕|\+)){0,3}[^\p{L}\p{N}。!?;]{0,3}$/iu;
const ADD_CUE = /(?:加我|加他|加她|加)(?:[v薇微](?:信)?|qq)?[^\p{L}\p{N}。!?;]{0,3}$/iu;
const CHAT_ID =
  /(?<![A-Za-z0-9_-])[A-Za-z](?:[A-Za-z0-9_-]{4,19}|[A-Za-z0-9_-]{1,10} [A-Za-z0-9_-]*\d[A-Za-z0-9_-]{0,9})(?![A-Za-z0-9_-])/gu;
/** 「微信mszx_2024」: the cue in letters and the id in one token. */
const GLUED = /(?<![A-Za-z0-9_-])(?:vx|wx|v)[:_-]?([A-Za-z0-9][A-Za-z0-9_-]{4,19})(?![A-Za-z0-9_-])/giu;
const CHAT_DIGITS = /(?<!\d)\d{5,12}(?!\d)/g;
const PRODUCTS =
  /^(?:wechat|weixin|alipay|iphone|android|windows|huawei|xiaomi|https?|login|group|video|image|photo)$/i;

const OWN = /(?:号|id|是|:|加|同)[^\p{L}\p{N}。!?;]{0,3}$|[a-z微薇信♥][^\p{L}\p{N}。!?;]{0,2}$/iu;

export function mailsIn(text: string, claim: Claim): void {
  for (const pattern of [PLAIN, MAIL])
    for (const match of text.matchAll(pattern)) claim('email', match.index, match.index + match[0].length);
  for (const match of text.matchAll(TOKEN)) {
    const personal = /\d|[._]/.test(match[0]) || match[0].length >= 6;
    if (personal && MAIL_CUE.test(beforeOf(text, match.index)))
      claim('email', match.index, match.index + match[0].length);
  }
}

/** 微信号; digits behind the word are an id too, a phone number among them is found before. */
export function chatsIn(text: string, claim: Claim): void {
  for (const match of text.matchAll(CHAT_ID)) {
    const before = beforeOf(text, match.index);
    if (PRODUCTS.test(match[0])) continue;
    const announced = CHAT_CUE.test(before) || (ADD_CUE.test(before) && /\d|_/.test(match[0]));
    if (announced) claim('wechat', match.index, match.index + match[0].length);
  }
  for (const match of text.matchAll(GLUED)) {
    const to = match.index + match[0].length;
    if (/\d/.test(match[1]!)) claim('wechat', to - match[1]!.length, to);
  }
  for (const match of text.matchAll(CHAT_DIGITS)) {
    const before = beforeOf(text, match.index);
    if (CHAT_CUE.test(before) && OWN.test(before))
      claim('wechat', match.index, match.index + match[0].length);
  }
}
