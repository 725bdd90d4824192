/** Sentences of the pages' frame. */
export const SITE = {
  name: '12345 政务服务便民热线',
  skip: '跳到正文',
  urgent: '急事请拨',
  large: '大字',
  nav: '网站栏目',
  places: {
    qa: ['/qa', '智能问答'],
    write: ['/letters/write', '写信'],
    mine: ['/letters/mine', '查来信'],
    letters: ['/letters', '来信公开'],
    forms: ['/portal/forms', '填表'],
    portal: ['/portal', '查进度'],
  },
  footer: '也可以直接',
  dial: '拨打 12345',
  more: '查看更多',
  region: '地区',
  may: '可不填',
  must: '必填',
  anyRegion: '不限地区',
  whole: '{name}（全市、全盟）',
} as const;
