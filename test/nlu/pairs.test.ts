import { createNlu } from '../../nlu/understand.js';
import type { Gate, Nlu } from '../../nlu/understanding.js';

/** Minimal pairs: the same words, another gate. */
const PAIRS: [gate: Gate, text: string][] = [
  ['emergency', '我家着火了快来人'],
  ['accept', '去年我家着火了，保险公司一直不赔'],
  ['accept', '楼道堆满纸箱，万一着火了人都跑不出来'],
  ['emergency', '前面刚撞车了，有人躺在地上不动'],
  ['accept', '上个月出的车祸，责任认定书什么时候能下来'],
  ['emergency', '我爸突然倒地上没有呼吸了'],
  ['accept', '我爸去年脑梗住院，医保能报多少'],
  ['emergency', '有人正在撬我家门，我一个人不敢出声'],
  ['accept', '上周我家被撬了，报警以后一直没有结果'],
  ['emergency', '电梯卡在七楼，我被关在里面喘不上气'],
  ['accept', '我们小区电梯老是坏，物业不修'],
  ['refuse', '仲裁给我裁少了，你们让他们重新裁'],
  ['accept', '申请劳动仲裁需要什么材料'],
  ['accept', '老板欠薪，我准备去仲裁，劳动监察先管一管'],
  ['refuse', '请协调法院尽快执行我的案子'],
  ['accept', '法院旁边的垃圾堆没人清'],
  ['accept', '再不给钱我就去法院告他'],
  ['refuse', '信访局已经受理了我的信访件，你们催一下'],
  ['accept', '再不管我就去信访'],
  ['refuse', '把我前妻的手机号和住址告诉我'],
  ['accept', '物业把我的手机号泄露给装修公司了'],
  ['refuse', '举报我们局长收老板红包'],
  ['accept', '窗口人员态度差，说话难听'],
  ['refuse', '北京市海淀区的健身房跑路了，不退我钱'],
  ['accept', '赛罕区的健身房跑路了，不退我钱'],
  ['clarify', '在吗'],
  ['accept', '没暖气'],
];

let nlu: Nlu;
beforeAll(async () => {
  nlu = await createNlu();
});

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
