import { createNlu } from '../../nlu/understand.js';
import type { Gate, Nlu } from '../../nlu/understanding.js';
import { anchorTexts, bare } from './anchors.js';

/** Minimal pairs: close words, another gate. None is a training sentence. */
const PAIRS: [gate: Gate, text: string][] = [
  ['emergency', '我家着火了快来人'],
  ['accept', '去年我家着火了，保险公司一直不赔'],
  ['accept', '车棚里私拉电线充电，我担心哪天着火'],
  ['emergency', '前面刚撞车了，有人躺在地上不动'],
  ['accept', '上个月出的车祸，责任认定书什么时候能下来'],
  ['emergency', '我爸突然倒地上没有呼吸了'],
  ['accept', '我爸去年脑梗住院，医保能报多少'],
  ['emergency', '有个陌生人正用铁棍别我家防盗门，我不敢吱声'],
  ['accept', '上周我家被撬了，报警以后一直没有结果'],
  ['emergency', '救命，货梯掉了半截卡住，里面两个工人出不来'],
  ['accept', '我们小区电梯老是坏，物业不修'],
  ['refuse', '仲裁庭少算了我半年加班费，请你们责令仲裁委改正裁决'],
  ['accept', '想去劳动仲裁，请问立案要交几份证据'],
  ['accept', '老板欠薪，我准备去仲裁，劳动监察先管一管'],
  ['refuse', '请协调法院尽快执行我的案子'],
  ['accept', '法院旁边的垃圾堆没人清'],
  ['accept', '装修公司拖着不返工，月底还不来我就起诉'],
  ['refuse', '信访局已经受理了我的信访件，你们催一下'],
  ['accept', '再不管我就去信访'],
  ['refuse', '请把我前夫现在的单位和手机号查给我'],
  ['accept', '售楼处把我的手机号泄露给好几家装修公司了'],
  ['refuse', '举报我们局长收老板红包'],
  ['accept', '窗口人员态度差，说话难听'],
  ['refuse', '北京市海淀区一家瑜伽馆关门了，年卡的钱不退'],
  ['accept', '玉泉区一家瑜伽馆关门了，年卡的钱不退'],
  ['clarify', '您好，请问有人在线吗'],
  ['accept', '暖气片冰凉'],
];

let nlu: Nlu;
beforeAll(async () => {
  nlu = await createNlu();
}, 60_000);

test.each(PAIRS)('%s: %s', async (gate, text) => {
  expect((await nlu.understand(text)).gate).toBe(gate);
});

test('without heads the rules alone keep the certain cases and say so', async () => {
  const bare = await createNlu({ model: null });
  expect(bare.degraded()).toHaveLength(1);
  expect(await bare.understand('我家厨房着火了')).toMatchObject({ gate: 'emergency', reason: '119' });
  expect(await bare.understand('去年我家厨房着火了')).toMatchObject({ gate: 'accept' });
  expect(await bare.understand('法院判了不给执行你们给催催')).toMatchObject({
    gate: 'refuse',
    reason: 'litigation',
  });
  expect(await bare.understand('怎么申请劳动仲裁')).toMatchObject({ gate: 'accept', type: 'consult' });
  expect(await bare.understand('居民医保怎么交')).toMatchObject({ gate: 'accept', hotline: '12393' });
  expect(await bare.understand('你好')).toMatchObject({ gate: 'clarify' });
});

test('heads that cannot be read leave the rules in charge', async () => {
  const lost = await createNlu({ model: new URL('./no-such-folder/', import.meta.url) });
  expect(lost.degraded()).toHaveLength(1);
  expect((await lost.understand('我家厨房着火了')).gate).toBe('emergency');
});

test('no sentence here is a training sentence', () => {
  const taught = anchorTexts();
  expect(PAIRS.map(([, text]) => text).filter((text) => taught.has(bare(text)))).toEqual([]);
});
