/**
 * Every route of the house, room by room. The routers are mounted from this list, OpenAPI is printed from it,
 * and a test finds a mounted route that is not in it. The order is the order of mounting.
 */
import type { Route } from './route.js';
import { ASSIGN } from './routes/assign.js';
import { ASSIST } from './routes/assist.js';
import { AUDIT } from './routes/audit.js';
import { CHAT } from './routes/chat.js';
import { CITIZEN_ORDERS } from './routes/citizen-orders.js';
import { CONDUCT } from './routes/conduct.js';
import { DESK } from './routes/desk.js';
import { FORMS } from './routes/forms.js';
import { HEALTH } from './routes/health.js';
import { INSIGHT } from './routes/insight.js';
import { KNOWLEDGE } from './routes/knowledge.js';
import { LETTERS } from './routes/letters.js';
import { LISTS } from './routes/lists.js';
import { ORDERS } from './routes/orders.js';
import { PEOPLE } from './routes/people.js';
import { PHONE } from './routes/phone.js';
import { PRECEDENTS } from './routes/precedents.js';
import { PROCEEDINGS } from './routes/proceedings.js';
import { QA } from './routes/qa.js';
import { RULES } from './routes/rules.js';
import { SITE } from './routes/site.js';
import { STEPS } from './routes/steps.js';
import { SUPPLY } from './routes/supply.js';
import { TALKS } from './routes/talks.js';

export type { Route };

export const ROUTES = {
  ...HEALTH,
  ...CHAT,
  ...CITIZEN_ORDERS,
  ...PHONE,
  ...FORMS,
  ...PEOPLE,
  ...AUDIT,
  ...DESK,
  ...ASSIGN,
  ...ASSIST,
  ...ORDERS,
  ...STEPS,
  ...LISTS,
  ...RULES,
  ...INSIGHT,
  ...TALKS,
  ...SUPPLY,
  ...CONDUCT,
  ...KNOWLEDGE,
  ...PRECEDENTS,
  ...PROCEEDINGS,
  ...QA,
  ...LETTERS,
  ...SITE,
} satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
