/** Knowledge published, and seats for the people who live there. */
import * as c from '../contract-supply.js';
import type { Route } from '../route.js';

export const SUPPLY = {
  supply: {
    method: 'get',
    path: '/api/desk/insight/supply',
    does: '统计：知识库更新数（按责任单位、盟市、分类、日期）、每十万人座席数（合计和盟市；只供热线中心）',
    permission: 'insight.read',
    query: ['by', 'from', 'to'],
    status: 200,
    reply: c.supplyReport,
  },
  supplyRows: {
    method: 'get',
    path: '/api/desk/insight/supply/rows',
    does: '知识库更新数、每十万人座席数背后的版本、席号和人口，按数据范围',
    permission: 'insight.read',
    query: ['by', 'code', 'from', 'to', 'measure', 'part', 'after', 'limit'],
    status: 200,
    reply: c.supplyRows,
  },
} satisfies Record<string, Route>;
