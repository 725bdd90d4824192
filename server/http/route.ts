/**
 * One route: what it takes, what it gives, who may.
 * `permission`: null = anyone; 'thread' = bearer token of the chat thread; 'session' = any signed-in account;
 * otherwise a permission of server/policy roles.
 */
import type { z } from 'zod';

export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  does: string;
  permission: string | null;
  body?: z.ZodType;
  /** Body is raw bytes or a form; not JSON. */
  raw?: string;
  query?: string[];
  status: number;
  reply?: z.ZodType;
}
