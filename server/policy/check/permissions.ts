/** Every permission there is: those of the steps of an order and of an item, and those the routes ask for. */
import { ROUTES } from '../../http/routes.js';
import { PERMISSIONS as KNOWLEDGE_STEPS } from '../../knowledge/flow/transitions.js';

/** Permissions of the steps of an order; the routes name the others. */
export const STEP_PERMISSIONS = [
  'order.accept',
  'order.refuse',
  'order.dispatch',
  'order.handle',
  'order.supervise',
  'order.callback',
  'order.close',
] as const;

/** Of what runs beside an order. */
const BESIDE = ['supervise.issue', 'unit.appeal', 'quality.inspect'];

const routePermissions = Object.values(ROUTES).flatMap((route) => route.permission ?? []);
export const PERMISSIONS = new Set<string>([
  ...STEP_PERMISSIONS,
  ...KNOWLEDGE_STEPS,
  ...BESIDE,
  ...routePermissions.filter((name) => name.includes('.')),
]);
