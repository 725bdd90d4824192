/** Forms for tests: the shipped ones by the shipped policy, each with a filling that is right. */

import { createJudge } from '../../server/forms/judge.js';
import { createPlaces } from '../../server/forms/places.js';
import { formsDir, readShipped } from '../../server/forms/shipped.js';
import type { Values } from '../../server/forms/values.js';
import type { FormDef } from '../../server/http/contract-forms.js';
import { loadPolicy } from '../../server/policy/policy.js';

export const policy = await loadPolicy();
export const places = createPlaces(policy.regions, policy.knobs.home);
export const judge = createJudge(places, () => new Date());
export const surroundings = { ...policy, places, judge };
export const shipped = readShipped(formsDir(null), surroundings);

export const formOf = (id: string): FormDef => {
  const form = shipped.forms.find((one) => one.id === id);
  if (!form) throw new Error(`no form ${id}`);
  return form;
};

const phone = '13800001234';
const place = '赛罕区测试路与示例街路口';
/** Made up; right in form and check digit. */
export const USCC = '91150105MA0DEM006P';

export const FILLINGS: Record<string, Values> = {
  'lamp-road': { what: '路灯', region: '150105', place, lamps: 3, content: '三盏路灯不亮，有两天了', phone },
  heating: { what: '家里不热', region: '150105', place: '示例小区 3 号楼', content: '客厅只有 14 度', phone },
  noise: { what: '建筑工地', place, when: ['深夜（22 点后）'], content: '夜里十二点还在打桩', phone },
  wages: {
    employer: '示例建筑劳务公司',
    place: '示例花园三期工地',
    owed: 12000,
    content: '干到六月，工资一直没给',
    name: '王小满',
    phone,
  },
  consumer: {
    shop: '示例健身房',
    place: '示例商场二层',
    what: '预付卡、会员费',
    content: '办了两年卡，店关门了，不给退钱',
    phone,
  },
  firm: {
    company: '示例科技有限公司',
    uscc: USCC,
    what: '办事审批',
    content: '营业执照变更材料交了三次还说不全',
    name: '李经办',
    phone,
  },
  estate: { what: '电梯', place: '示例花园 5 号楼', content: '电梯坏了十天没人修', phone },
  utility: { what: '水', how: '停了', place: '示例小区 6 号楼', content: '没有通知，停水一天', phone },
  suggest: { what: '建议', content: '火车东站晚上十点后没有公交，建议加开一班', phone },
};
