/** How mail clients write what is not the citizen's own: data, so that a new client is a new row. */

/** 「-----原始邮件-----」 between the answer and what it answers. */
export const DIVIDERS: readonly RegExp[] = [
  /^[\s\-—–_=*]{3,}\s*(?:original(?: message| appointment)?|replied message|reply message)\s*[-—–_=*]{2,}\s*$/i,
  /^[\s\-—–_=*]{3,}\s*(?:原始邮件|原始郵件|原邮件|原郵件|原件|原始信件|回复的原邮件|回复邮件信息|回覆的原郵件|原文|以下是原邮件|邮件原文)(?:信息|内容)?\s*[-—–_=*]{2,}\s*$/,
];

/** The same for something handed on: what stands below is what the citizen wants read. */
export const FORWARDED: readonly RegExp[] = [
  /^[\s\-—–_=*]{3,}\s*(?:forwarded message|begin forwarded message|转发的?邮件|转发邮件信息|轉寄的郵件|已转发邮件)(?:信息|内容)?\s*[-—–_=*]{2,}\s*$/i,
  /^\s*(?:begin forwarded message|以下是转发的邮件)\s*[:：]?\s*$/i,
];

/** One line (or two or three, joined) that says who wrote what follows. */
export const ATTRIBUTIONS: readonly RegExp[] = [
  /^(?:on|at)\s.{6,220}\bwrote\s*[:：]$/i,
  /^在\s*\d{4}\s*[-年/.].{4,220}(?:写道|寫道|写到)\s*[:：]$/,
  /^\d{4}\s*[-年/.].{4,220}(?:写道|寫道|wrote)\s*[:：]$/i,
  /^.{1,160}[于於]\s*\d{4}\s*[-年/.].{3,100}(?:写道|寫道)\s*[:：]$/,
  /^.{0,100}<[^<>\s]{3,120}@[^<>\s]{3,120}>.{0,60}(?:写道|寫道|wrote|writes)\s*[:：]$/i,
  /^在\s(?=.{0,160}(?:@|\d{4}年))[^。！？]{3,200}(?:写道|寫道)\s*[:：]$/,
];

/** How a wrapped one begins for certain. */
export const OPENING = /^(?:on|at)\s(?:[a-z]{3,9},?\s|\d).{0,60}\d{4}/i;

/** The block of Outlook, Foxmail, QQ: at least three of these rows, the sender first. */
export const BLOCK: Readonly<Record<'from' | 'sent' | 'to' | 'cc' | 'subject', RegExp>> = {
  from: /^(?:发\s?件\s?人|寄件者|寄件人|from)\s*[*\s]*[:：|]/i,
  sent: /^(?:发送时间|发送日期|日期|时间|寄件日期|傳送時間|sent|date)\s*[*\s]*[:：|]/i,
  to: /^(?:收\s?件\s?人|收件者|to)\s*[*\s]*[:：|]/i,
  cc: /^(?:抄\s?送(?:人)?|副本|cc)\s*[*\s]*[:：|]/i,
  subject: /^(?:主\s?题|主旨|标题|subject)\s*[*\s]*[:：|]/i,
};

/** Last lines that a phone or a mail program adds by itself. */
export const TAILS: readonly RegExp[] = [
  /^(?:发|發|发送|寄)自我的.{1,30}$/,
  /^(?:发|發)自(?:iPhone|iPad|HUAWEI|华为|荣耀|小米|OPPO|vivo|三星|魅族|Android|安卓|Outlook|Foxmail|新浪邮箱|QQ\s?邮箱|网易邮箱大师|139邮箱|189邮箱|阿里邮箱|企业微信|钉钉).{0,40}$/i,
  /^来自(?:我的)?\s*(?:QQ\s?邮箱|网易|139|189|新浪|搜狐|企业微信|阿里|iPhone|安卓|华为|小米).{0,40}$/i,
  /^(?:从|由)\s?(?:我的|Windows|Outlook|适用于|Mac|iPhone|iPad|Android).{0,40}(?:发送|寄出)。?$/i,
  /^(?:通过|使用).{0,20}(?:网易邮箱大师|QQ\s?邮箱|邮箱客户端|手机邮箱).{0,20}(?:发送|编辑)。?$/i,
  /^sent (?:from|via|with) (?:my |mail |yahoo |outlook|samsung|huawei|proton|gmail|qq|ipad|iphone|android).{0,60}$/i,
  /^(?:get|获取|下载)\s?outlook (?:for|for ios|for android|适用于).{0,40}$/i,
  /^(?:获取|下载)\s?(?:适用于|iOS|Android).{0,30}Outlook.{0,20}$/i,
  /^(?:此邮件|本邮件|this (?:e-?mail|message)).{0,60}(?:Avast|McAfee|卡巴斯基|Kaspersky|病毒|virus).{0,120}$/i,
  /^virus-free\.?\s.{0,60}$/i,
  /^【?网易(?:自营|严选|邮箱|UU).{0,80}】?.{0,40}$/,
];

/** The paragraph under a firm's mail: two of these words in it, and it says what it is about. */
export const DISCLAIMER = {
  about:
    /本(?:电子)?邮件|此(?:电子)?邮件|本信息|本電子?郵件|this (?:e-?mail|message|communication|transmission)/i,
  words: [
    /保密|机密|機密|confidential|privileged/i,
    /收件人|收件者|接收人|指定的|intended recipient|addressee/i,
    /删除|刪除|销毁|delete|destroy/i,
    /未经授权|未經授權|禁止|不得(?:以任何|复制|使用|传播)|unauthori[sz]ed|prohibited/i,
    /法律责任|liability|liable|不代表.{0,12}(?:公司|单位)/i,
    /误收|誤收|错误地?收到|in error/i,
  ],
} as const;

/** A first line that a gateway puts over a mail from outside. */
export const BANNERS: readonly RegExp[] = [
  /^\[?(?:external(?: e-?mail| sender)?|外部邮件|外部郵件|外来邮件)\]?\s*[:：]?$/i,
  /^(?:caution|warning|注意|警告|提示)\s*[:：].{0,20}(?:external|外部|外来).{0,200}$/i,
];

/** A body that only says that there is an HTML body. */
export const STUBS: readonly RegExp[] = [
  /^.{0,40}(?:不支持|無法顯示|无法显示|cannot display|does not support|unable to (?:view|display)).{0,20}html.{0,120}$/is,
  /^.{0,20}(?:view|查看|浏览).{0,20}(?:html|网页版|in (?:your|a) browser).{0,120}$/is,
];

/** What a subject begins with when it answers or hands on. */
export const REPLIES = /^\s*(?:(?:re|aw|回复|回覆|答复|答覆)(?:\s?\[\d+\])?\s*[:：]\s*)+/i;
export const FORWARDS = /^\s*(?:fwd?|fw|转发|轉寄|转寄)(?:\s?\[\d+\])?\s*[:：]/i;
