/** Alive, ready, and the description of the interface. */
import type { Route } from '../route.js';

export const HEALTH = {
  healthz: { method: 'get', path: '/healthz', does: '进程存活', permission: null, status: 200 },
  readyz: { method: 'get', path: '/readyz', does: '各部件状态与降级说明', permission: null, status: 200 },
  openapi: { method: 'get', path: '/api/openapi.json', does: '本接口说明', permission: null, status: 200 },
} satisfies Record<string, Route>;
