/**
 * What citizens' mail programs send, and what of it the citizen wrote. Each row is one mail; `says` is all that
 * may be left of it, to the letter.
 */
import { lineKey } from '../../../channels/email/quotes.js';
import { type Eml, eml, hex, word } from './eml.js';

export const GBK_BODY = hex(
  'c8fcbab1c7f8b4f3d1a7b6abc2b7c2b7b5c6bbb5c1cbc8fdcceca3accdedc9cfbadcbadaa3acc7ebbea1bfecceacd0dea1a3c1aacfb5b5e7bbb03133383030303031323334a1a3',
);
export const GB18030_BODY = hex(
  'ced2bcd2d4da9534b235cfe9d0a1c7f8a3a88139ee39d7d6c2a5a3a9a3acc5afc6f8b2bbc8c8a3accad2c4dad6bbd3d0caaeb6feb6c8a1a3',
);
export const BIG5_BODY = hex(
  'b17aa66ea141a7daac4fa578c657a8d3aabaa7ebb8eaa448a141a475bc74aec7c3e4ac49a475beb8c16eabdca46aa141b1dfa457b54caa6ba5f0aea7a141bdd0a8f3a755b342b27aa143',
);
export const GBK_SUBJECT = hex('c2b7b5c6b2bbc1c1b5c4cecacce2b7b4d3b3');
export const GBK_NAME = hex('cfd6b3a1d5d5c6ac2e706466');
export const UTF8_BODY = hex(
  'e59b9ee6b091e58cbae696b0e58d8ee5a4a7e8a197e6b1a1e6b0b4e5a496e6baa2efbc8ce591b3e98193e5be88e5a4a7e38082',
);
export const GBK_SHORT = hex('c1aacda8');
export const MN_BODY = hex(
  'e1a0b0e1a0a0e1a0a2e1a0a820e1a0aae1a0a0e1a0b6e1a0a2e1a0a8e1a08ee1a0a020e1a0a4e1a0a4',
);
export const GBK_WORDS = '=?gb2312?B?udjT2tPxyKrH?= =?gb2312?B?+NChx/jO79K1srvX986qtcTNtsvf?=';

/** What the house had written before. */
export const OUR_LINES = [
  '请问事情在哪里？写到旗县区和路名、小区就好，例如“赛罕区大学东路与学苑街路口”。',
  '知识库里没有能直接答复您的内容，我不瞎猜。',
  '1. 确认提交',
];
export const OURS: ReadonlySet<string> = new Set(OUR_LINES.map(lineKey));
const OUR_TEXT = OUR_LINES.join('\n');
const OUR_QUOTE = OUR_LINES.map((line) => `> ${line}`).join('\n');
const OUR_HTML = OUR_LINES.map((line) => `<p>${line}</p>`).join('');

const REPLY = { heads: ['In-Reply-To: <x@example.gov.cn>', 'References: <x@example.gov.cn>'] };
const SAY = '在赛罕区大学东路学苑街路口，红绿灯不亮。';
const SAY2 = '电话 13800001234。';

export interface Row {
  name: string;
  mail: Buffer;
  says: string;
  files?: string[];
}

const plainReply = (name: string, body: string, says = SAY, more: Eml = {}): Row => ({
  name,
  mail: eml({ ...REPLY, subject: 'Re: 您的来信', body, ...more }),
  says,
});
const htmlReply = (name: string, html: string, says = SAY, more: Eml = {}): Row =>
  plainReply(name, html, says, { type: 'text/html; charset=utf-8', encoding: 'base64', ...more });
const fresh = (name: string, body: string, says: string, more: Eml = {}): Row => ({
  name,
  mail: eml({ subject: '反映问题', body, ...more }),
  says,
});

const BLOCK_ZH = `发件人: 12345热线 <12345@example.gov.cn>
发送时间: 2026年11月29日 10:00
收件人: bayar@example.com
主题: 您的来信`;
const BLOCK_EN = `From: 12345 <12345@example.gov.cn>
Sent: Sunday, November 29, 2026 10:00 AM
To: Bayar <bayar@example.com>
Subject: 您的来信`;
const GIF_PIXEL = hex(
  '47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b',
);
const GIF_PHOTO = hex(
  '47494638396110001000800000000000ffffff21f90401000000002c00000000100010000002024401003b',
);

export const CORPUS: Row[] = [
  // Answers in plain text, the answer on top.
  plainReply('Outlook 中文，发件人块', `${SAY}\n\n${BLOCK_ZH}\n\n${OUR_TEXT}\n`),
  plainReply('Outlook 中文，分隔线', `${SAY}\n\n-----原始邮件-----\n${BLOCK_ZH}\n\n${OUR_TEXT}\n`),
  plainReply(
    'Outlook English, underscores',
    `${SAY}\n\n________________________________\n${BLOCK_EN}\n\n${OUR_TEXT}\n`,
  ),
  plainReply(
    'Outlook English, Original Message',
    `${SAY}\n\n-----Original Message-----\n${BLOCK_EN}\n\n${OUR_TEXT}\n`,
  ),
  plainReply(
    'Outlook mobile, starred heads',
    `${SAY}\n\n获取 Outlook for iOS\n________________________________\n*发件人:* 12345\n*发送时间:* 2026年11月29日\n*收件人:* b\n*主题:* 您的来信\n\n${OUR_TEXT}`,
  ),
  plainReply(
    'Foxmail',
    `${SAY}\n\n\n\nbayar@example.com\n \n发件人： 12345热线\n发送时间： 2026-11-29 10:00\n收件人： bayar\n主题： 您的来信\n${OUR_TEXT}`,
    `${SAY}\n\nbayar@example.com`,
  ),
  plainReply(
    'Foxmail，自带签名',
    `${SAY}\n\n______________________________\nbayar@example.com\n\n发件人： 12345热线\n发送时间： 2026-11-29 10:00\n收件人： bayar\n主题： 您的来信\n${OUR_TEXT}`,
  ),
  plainReply(
    'QQ 邮箱',
    `${SAY}\n\n\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人:&nbsp;"12345热线"<12345@example.gov.cn>;\n发送时间:&nbsp;2026年11月29日(星期天) 上午10:00\n收件人:&nbsp;"bayar"<bayar@example.com>;\n主题:&nbsp;您的来信\n\n${OUR_TEXT}`,
  ),
  plainReply(
    'QQ 邮箱英文界面',
    `${SAY}\n\n\n------------------ Original ------------------\nFrom: "12345"<12345@example.gov.cn>;\nDate: Sun, Nov 29, 2026 10:00 AM\nTo: "bayar"<bayar@example.com>;\nSubject: 您的来信\n\n${OUR_TEXT}`,
  ),
  plainReply(
    'QQ 手机版',
    `${SAY}\n\n来自我的QQ邮箱\n\n---原始邮件---\n发件人: "12345"<12345@example.gov.cn>\n发送时间: 2026年11月29日\n收件人: "b"<bayar@example.com>\n主题: 您的来信\n\n${OUR_TEXT}`,
  ),
  plainReply(
    '网易 163，At … wrote',
    `${SAY}\n\n\n\n\n\nAt 2026-11-29 10:00:00, "12345热线" <12345@example.gov.cn> wrote:\n\n${OUR_TEXT}`,
  ),
  plainReply(
    '网易 163，在 … 写道',
    `${SAY}\n\n在 2026-11-29 10:00:00，"12345热线" <12345@example.gov.cn> 写道：\n\n${OUR_TEXT}`,
  ),
  plainReply(
    '网易 163，引用带 >',
    `${SAY}\n\n在 2026-11-29 10:00:00，"12345热线" <12345@example.gov.cn> 写道：\n${OUR_QUOTE}`,
  ),
  plainReply(
    '网易邮箱大师',
    `${SAY}\n\n---- 回复的原邮件 ----\n| 发件人 | 12345热线<12345@example.gov.cn> |\n| 日期 | 2026年11月29日 10:00 |\n| 收件人 | bayar@example.com |\n| 主题 | 您的来信 |\n${OUR_TEXT}`,
  ),
  plainReply(
    '网易邮箱大师英文',
    `${SAY}\n\n---- Replied Message ----\n| From | 12345 |\n| Date | 11/29/2026 |\n| To | b |\n| Subject | s |\n${OUR_TEXT}`,
  ),
  plainReply(
    'Gmail English',
    `${SAY}\n\nOn Sun, Nov 29, 2026 at 10:00 AM 12345 <12345@example.gov.cn> wrote:\n\n${OUR_QUOTE}\n`,
  ),
  plainReply(
    'Gmail English, head wrapped',
    `${SAY}\n\nOn Sun, Nov 29, 2026 at 10:00 AM 12345 政务服务便民热线 <\n12345@example.gov.cn> wrote:\n\n${OUR_QUOTE}\n`,
  ),
  plainReply(
    'Gmail 中文',
    `${SAY}\n\n12345热线 <12345@example.gov.cn> 于2026年11月29日周日 10:00写道：\n\n${OUR_QUOTE}\n`,
  ),
  plainReply(
    'Gmail 繁體',
    `${SAY}\n\n12345 <12345@example.gov.cn> 於 2026年11月29日 週日 上午10:00寫道：\n\n${OUR_QUOTE}\n`,
  ),
  plainReply(
    'Apple Mail 中文',
    `${SAY}\n\n> 在 2026年11月29日，10:00，12345 <12345@example.gov.cn> 写道：\n> \n${OUR_QUOTE}\n`,
  ),
  plainReply(
    'Apple Mail English',
    `${SAY}\n\n> On Nov 29, 2026, at 10:00, 12345 <12345@example.gov.cn> wrote:\n> \n${OUR_QUOTE}\n`,
  ),
  plainReply(
    'iPhone 发自我的',
    `${SAY}\n\n发自我的iPhone\n\n> 在 2026年11月29日，10:00，12345 <12345@example.gov.cn> 写道：\n> \n${OUR_QUOTE}`,
  ),
  plainReply(
    'Sent from my iPhone',
    `${SAY}\n\nSent from my iPhone\n\n> On Nov 29, 2026, at 10:00, 12345 <12345@example.gov.cn> wrote:\n${OUR_QUOTE}`,
  ),
  plainReply(
    '华为手机',
    `${SAY}\n\n发自我的华为手机\n\n-------- 原始邮件 --------\n发件人： 12345 <12345@example.gov.cn>\n日期： 2026年11月29日周日 10:00\n收件人： bayar@example.com\n主题： 您的来信\n${OUR_TEXT}`,
  ),
  plainReply(
    '小米手机',
    `${SAY}\n发自我的小米手机\n在 12345热线 <12345@example.gov.cn>，2026年11月29日 上午10:00写道：\n\n${OUR_TEXT}`,
  ),
  plainReply(
    'Windows Mail',
    `${SAY}\n\n从 Windows 版邮件发送\n\n发件人: 12345\n发送时间: 2026年11月29日 10:00\n收件人: b\n主题: 您的来信\n\n${OUR_TEXT}`,
  ),
  plainReply(
    '繁體 Outlook',
    `${SAY}\n\n寄件者: 12345 <12345@example.gov.cn>\n寄件日期: 2026年11月29日\n收件者: b\n主旨: 您的來信\n\n${OUR_TEXT}`,
  ),
  plainReply('序号和手机签名', `1\n\n发自我的 iPhone\n\n> 在 2026年11月29日，写道：\n${OUR_QUOTE}`, '1'),
  // The answer below or in between.
  plainReply(
    '答在下面，引用带 >',
    `On Sun, Nov 29, 2026 at 10:00 AM 12345 <12345@example.gov.cn> wrote:\n\n${OUR_QUOTE}\n\n${SAY}\n`,
  ),
  plainReply(
    '答在中间，引用带 >',
    `On Sun, Nov 29, 2026 at 10:00 AM 12345 <12345@example.gov.cn> wrote:\n> 请问事情在哪里？\n${SAY}\n> 请留一个手机号。\n${SAY2}\n`,
    `${SAY}\n${SAY2}`,
  ),
  plainReply('答在下面，引用不带记号', `-----原始邮件-----\n${BLOCK_ZH}\n\n${OUR_TEXT}\n\n${SAY}`),
  plainReply(
    '答在中间，引用不带记号',
    `在 2026-11-29 10:00:00，"12345热线" <12345@example.gov.cn> 写道：\n\n${OUR_LINES[0]}\n${SAY}\n${OUR_LINES[1]}\n${SAY2}`,
    `${SAY}\n${SAY2}`,
  ),
  plainReply(
    '引用的不是我们的话，宁可留着',
    `-----原始邮件-----\n${BLOCK_ZH}\n\n某物业：暖气已修好。\n\n${SAY}`,
    `某物业：暖气已修好。\n\n${SAY}`,
  ),
  plainReply('没有引用头，只有 >', `${SAY}\n\n${OUR_QUOTE}`),
  plainReply('没有引用头，重复我们的话', `${OUR_LINES[0]}\n${SAY}`),
  plainReply(
    '最后一行带日期，紧接着就是引用头',
    `2026年11月1日起停水。\n在 2026年11月29日，10:00，12345 <12345@example.gov.cn> 写道：\n${OUR_QUOTE}`,
    '2026年11月1日起停水。',
  ),
  plainReply(
    '答复里带一封转发',
    `${SAY}\n\n---------- 转发的邮件 ----------\n发件人: 某物业\n日期: 2026年11月1日\n收件人: b\n主题: 催费\n\n不交费就停暖。`,
    `${SAY}\n\n---------- 转发的邮件 ----------\n发件人: 某物业\n日期: 2026年11月1日\n收件人: b\n主题: 催费\n\n不交费就停暖。`,
  ),
  plainReply(
    '上下都写了',
    `${SAY}\n\nOn Sun, Nov 29, 2026 at 10:00 AM 12345 <12345@example.gov.cn> wrote:\n${OUR_QUOTE}\n\n${SAY2}`,
    `${SAY}\n\n${SAY2}`,
  ),
  // Nothing that begins like a quote is one.
  fresh(
    '新信里的 > 是市民自己的',
    `小区公告写着：\n> 今晚停水\n到现在还没来水。`,
    '小区公告写着：\n> 今晚停水\n到现在还没来水。',
  ),
  fresh(
    '新信里说到“写道”',
    '物业在 2026年11月1日 贴通知写道：\n停水一天。可是停了五天。',
    '物业在 2026年11月1日 贴通知写道：\n停水一天。可是停了五天。',
  ),
  fresh(
    '转发来的要看',
    `请处理下面的事。\n\n---------- Forwarded message ---------\nFrom: 某某物业 <wuye@example.com>\nDate: Sun, Nov 29, 2026\nSubject: 催费\nTo: b\n\n不交费就停暖。`,
    `请处理下面的事。\n\n---------- Forwarded message ---------\nFrom: 某某物业 <wuye@example.com>\nDate: Sun, Nov 29, 2026\nSubject: 催费\nTo: b\n\n不交费就停暖。`,
    { subject: 'Fwd: 催费' },
  ),
  plainReply(
    '接着转发也要看',
    `-----原始邮件-----\n${BLOCK_ZH}\n\n某公司：工资缓发。`,
    `-----原始邮件-----\n${BLOCK_ZH}\n\n某公司：工资缓发。`,
    { subject: '转发: 拖欠工资' },
  ),
  // Signatures and disclaimers.
  fresh('标准签名', `${SAY}\n-- \n巴雅尔\n某公司\n`, SAY),
  fresh(
    '没有分隔的落款留着',
    `${SAY}\n此致\n敬礼\n巴雅尔 13800001234`,
    `${SAY}\n此致\n敬礼\n巴雅尔 13800001234`,
  ),
  fresh(
    '中文免责声明',
    `${SAY}\n\n本邮件及其附件含有某公司的保密信息，仅限于发送给上面地址中列出的个人。如果您错收了本邮件，请立即通知发件人并删除本邮件。`,
    SAY,
  ),
  fresh(
    'English disclaimer',
    `${SAY}\n\nThis e-mail and its attachments contain confidential information, which is intended only for the person whose address is listed above. Any unauthorized use is prohibited.`,
    SAY,
  ),
  fresh(
    '说到保密的诉求不是声明',
    '我举报某店泄露顾客信息，请保密我的姓名，未经授权不要公开。',
    '我举报某店泄露顾客信息，请保密我的姓名，未经授权不要公开。',
  ),
  fresh('外部邮件横幅', `[EXTERNAL]\n${SAY}`, SAY),
  fresh(
    '杀毒软件尾巴',
    `${SAY}\n\n本邮件已通过 Avast 检查，没有病毒。\nwww.avast.example`,
    `${SAY}\n\n本邮件已通过 Avast 检查，没有病毒。\nwww.avast.example`,
  ),
  // HTML.
  htmlReply(
    'Gmail HTML',
    `<div dir="ltr">${SAY}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Sun, Nov 29, 2026 at 10:00 AM 12345 &lt;<a href="mailto:12345@example.gov.cn">12345@example.gov.cn</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">${OUR_HTML}</blockquote></div>`,
  ),
  htmlReply(
    'Gmail HTML，答在中间',
    `<div class="gmail_quote"><div class="gmail_attr">12345 &lt;12345@example.gov.cn&gt; 于2026年11月29日周日 10:00写道：<br></div><blockquote class="gmail_quote">请问事情在哪里？</blockquote><div>${SAY}</div><blockquote class="gmail_quote">请留一个手机号。</blockquote><div>${SAY2}</div></div>`,
    `${SAY}\n${SAY2}`,
  ),
  htmlReply(
    'Apple Mail HTML',
    `<html><body>${SAY}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>在 2026年11月29日，10:00，12345 &lt;12345@example.gov.cn&gt; 写道：</div><br><div>${OUR_HTML}</div></blockquote></div></body></html>`,
  ),
  htmlReply(
    'Outlook HTML',
    `<html><head><style>p{margin:0}</style></head><body><div class="WordSection1"><p class="MsoNormal">${SAY}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>发件人<span lang="EN-US">:</span></b> 12345<br><b>发送时间<span>:</span></b> 2026年11月29日<br><b>收件人<span>:</span></b> b<br><b>主题<span>:</span></b> 您的来信</p></div>${OUR_HTML}</div></body></html>`,
  ),
  htmlReply(
    'QQ HTML',
    `<div>${SAY}</div><div><br></div><div style="font-size:12px;padding:2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="background:#efefef"><div><b>发件人:</b>&nbsp;"12345"&lt;12345@example.gov.cn&gt;;</div><div><b>发送时间:</b>&nbsp;2026年11月29日</div><div><b>收件人:</b>&nbsp;b</div><div><b>主题:</b>&nbsp;您的来信</div></div>${OUR_HTML}`,
  ),
  htmlReply(
    '163 HTML',
    `<div style="line-height:1.7">${SAY}</div><br><p>At 2026-11-29 10:00:00, "12345" &lt;12345@example.gov.cn&gt; wrote:</p> <blockquote id="isReplyContent" style="border-left:#ccc 1px solid">${OUR_HTML}</blockquote>`,
  ),
  htmlReply(
    'Foxmail HTML',
    `<div><span></span>${SAY}</div><div><br></div><hr style="width:210px;height:1px" color="#b5c4df" size="1" align="left"><div><span><div>bayar@example.com</div></span></div><blockquote style="margin-Top:0px;margin-Left:0.5em"><div>&nbsp;</div><div style="border:none;border-top:solid #B5C4DF 1.0pt"><div><b>发件人：</b>&nbsp;12345</div><div><b>发送时间：</b>&nbsp;2026-11-29</div><div><b>收件人：</b>&nbsp;b</div><div><b>主题：</b>&nbsp;您的来信</div></div>${OUR_HTML}</blockquote>`,
  ),
  {
    name: '只有 HTML：表格、列表、链接、隐藏文字',
    mail: eml({
      subject: '欠薪名单',
      type: 'text/html; charset=utf-8',
      encoding: 'quoted-printable',
      body: '<div style="display:none">预览文字</div><p>拖欠工资：</p><table><tr><th>姓名</th><th>金额</th></tr><tr><td>甲</td><td>3000</td></tr></table><ul><li>某工地</li><li>三个月</li></ul><a href="https://example.com/a">公示</a><script>alert(1)</script><img src="http://t.example.com/o.gif" width=1 height=1>',
    }),
    says: '拖欠工资：\n姓名 | 金额\n甲 | 3000\n- 某工地\n- 三个月\n公示（https://example.com/a）',
  },
  {
    name: '纯文本只是提示，正文在 HTML',
    mail: eml({
      type: 'multipart/alternative',
      parts: [
        { type: 'text/plain; charset=utf-8', body: '您的邮件客户端不支持 HTML 格式。' },
        { type: 'text/html; charset=utf-8', body: `<p>${SAY}</p>` },
      ],
    }),
    says: SAY,
  },
  {
    name: '两种正文都有，取纯文本',
    mail: eml({
      type: 'multipart/alternative',
      parts: [
        { type: 'text/plain; charset=utf-8', body: SAY },
        { type: 'text/html; charset=utf-8', body: `<p>${SAY}</p>` },
      ],
    }),
    says: SAY,
  },
  // Charsets.
  fresh('GBK 正文', '', '赛罕区大学东路路灯坏了三天，晚上很黑，请尽快维修。联系电话13800001234。', {
    type: 'text/plain; charset=gbk',
    body: GBK_BODY,
    encoding: '8bit',
  }),
  fresh(
    'GB 字节，说是 us-ascii',
    '',
    '赛罕区大学东路路灯坏了三天，晚上很黑，请尽快维修。联系电话13800001234。',
    { type: 'text/plain; charset=us-ascii', body: GBK_BODY, encoding: '8bit' },
  ),
  fresh(
    'GB 字节，什么也没说',
    '',
    '赛罕区大学东路路灯坏了三天，晚上很黑，请尽快维修。联系电话13800001234。',
    { type: 'text/plain', body: GBK_BODY, encoding: 'base64' },
  ),
  fresh(
    'GB 字节，说是 utf-8',
    '',
    '赛罕区大学东路路灯坏了三天，晚上很黑，请尽快维修。联系电话13800001234。',
    { type: 'text/plain; charset=utf-8', body: GBK_BODY, encoding: 'base64' },
  ),
  fresh(
    'GB 字节，说是 iso-8859-1',
    '',
    '赛罕区大学东路路灯坏了三天，晚上很黑，请尽快维修。联系电话13800001234。',
    { type: 'text/plain; charset=iso-8859-1', body: GBK_BODY, encoding: 'quoted-printable' },
  ),
  fresh('GB18030 四字节', '', '我家在𠮷祥小区（㐀字楼），暖气不热，室内只有十二度。', {
    type: 'text/plain; charset=gb2312',
    body: GB18030_BODY,
    encoding: 'base64',
  }),
  fresh('Big5', '', '您好，我是台灣來的投資人，工廠旁邊施工噪聲很大，晚上無法休息，請協助處理。', {
    type: 'text/plain; charset=big5',
    body: BIG5_BODY,
    encoding: 'base64',
  }),
  fresh(
    'Big5，什么也没说',
    '',
    '您好，我是台灣來的投資人，工廠旁邊施工噪聲很大，晚上無法休息，請協助處理。',
    { type: 'text/plain', body: BIG5_BODY, encoding: 'base64' },
  ),
  fresh(
    'Big5，说是 gb2312',
    '',
    '您好，我是台灣來的投資人，工廠旁邊施工噪聲很大，晚上無法休息，請協助處理。',
    { type: 'text/plain; charset=gb2312', body: BIG5_BODY, encoding: 'base64' },
  ),
  fresh('很短的 Big5，什么也没说', '', '請處理', {
    type: 'text/plain',
    body: hex('bdd0b342b27a'),
    encoding: 'base64',
  }),
  fresh('很短的 GB，什么也没说', '', '请修路灯', {
    type: 'text/plain',
    body: hex('c7ebd0dec2b7b5c6'),
    encoding: 'base64',
  }),
  fresh('UTF-8 字节，说是 gb2312', '', '回民区新华大街污水外溢，味道很大。', {
    type: 'text/plain; charset=gb2312',
    body: UTF8_BODY,
    encoding: '8bit',
  }),
  fresh('不存在的字符集', '', '回民区新华大街污水外溢，味道很大。', {
    type: 'text/plain; charset="x-foo-1"',
    body: UTF8_BODY,
    encoding: '8bit',
  }),
  fresh(
    'HTML 里的 meta 说字符集',
    '',
    '赛罕区大学东路路灯坏了三天，晚上很黑，请尽快维修。联系电话13800001234。',
    {
      type: 'text/html',
      body: Buffer.concat([
        Buffer.from('<html><head><meta charset="gb2312"></head><body>'),
        GBK_BODY,
        Buffer.from('</body></html>'),
      ]),
      encoding: '8bit',
    },
  ),
  fresh('蒙古文', '', 'ᠰᠠᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ', { type: 'text/plain', body: MN_BODY, encoding: '8bit' }),
  fresh('西文', '', 'Le café est fermé.', {
    type: 'text/plain; charset=iso-8859-1',
    body: hex('4c6520636166e9206573742066657266 6de92e'.replace('66657266 6de9', '6665726de9')),
    encoding: '8bit',
  }),
  fresh('format=flowed', '赛罕区大学东路 \n路灯坏了。\n> 引用\n', '赛罕区大学东路 路灯坏了。\n> 引用', {
    type: 'text/plain; charset=utf-8; format=flowed',
  }),
  // Enclosures.
  {
    name: '内嵌图片留作文件，追踪点丢掉',
    mail: eml({
      type: 'multipart/related',
      parts: [
        { type: 'text/html; charset=utf-8', body: `<p>${SAY}</p><img src="cid:a"><img src="cid:b">` },
        {
          type: 'image/gif; name="photo.gif"',
          body: GIF_PHOTO,
          encoding: 'base64',
          id: 'a',
          disposition: 'inline',
        },
        {
          type: 'image/gif; name="dot.gif"',
          body: GIF_PIXEL,
          encoding: 'base64',
          id: 'b',
          disposition: 'inline',
        },
      ],
    }),
    says: SAY,
    files: ['photo.gif'],
  },
  {
    name: '附件名：编码词',
    mail: eml({
      parts: [
        { type: 'text/plain; charset=utf-8', body: SAY },
        {
          type: `application/pdf; name="${word('证明.pdf')}"`,
          body: '%PDF-1.4',
          encoding: 'base64',
          disposition: `attachment; filename="${word('证明.pdf')}"`,
        },
      ],
    }),
    says: SAY,
    files: ['证明.pdf'],
  },
  {
    name: '附件名：RFC 2231',
    mail: eml({
      parts: [
        { type: 'text/plain; charset=utf-8', body: SAY },
        {
          type: 'application/pdf',
          body: '%PDF-1.4',
          encoding: 'base64',
          disposition: `attachment; filename*=utf-8''${encodeURIComponent('证明.pdf')}`,
        },
      ],
    }),
    says: SAY,
    files: ['证明.pdf'],
  },
  {
    name: '附件名：裸 GBK 字节',
    mail: eml({
      parts: [
        { type: 'text/plain; charset=utf-8', body: SAY },
        Buffer.concat([
          Buffer.from('Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="'),
          GBK_NAME,
          Buffer.from('"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=\r\n'),
        ]),
      ],
    }),
    says: SAY,
    files: ['现场照片.pdf'],
  },
  {
    name: '附上的信是附件，不是正文',
    mail: eml({
      parts: [
        { type: 'text/plain; charset=utf-8', body: SAY },
        { type: 'message/rfc822', body: eml({ body: '别人的话' }) },
      ],
    }),
    says: SAY,
    files: ['mail.eml'],
  },
  {
    name: '正文在两段，中间夹附件',
    mail: eml({
      parts: [
        { type: 'text/plain; charset=utf-8', body: SAY },
        { type: 'application/pdf; name="a.pdf"', body: '%PDF-1.4', encoding: 'base64' },
        { type: 'text/plain; charset=utf-8', body: SAY2 },
      ],
    }),
    says: `${SAY}\n\n${SAY2}`,
    files: ['a.pdf'],
  },
];
