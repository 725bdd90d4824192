/** What a page's handler gives back. */
import { Readable } from 'node:stream';
import { Answer } from '../http/handler.js';
import { type Page, page } from './page.js';

/** A page that may have gone a second from now must not be kept by anybody on the way. */
export const pageAnswer = (made: Page, status = 200): Answer =>
  new Answer({ status, headers: { 'Cache-Control': 'no-store' }, html: page(made) });

export const textAnswer = (type: string, text: string): Answer =>
  new Answer({
    headers: { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' },
    stream: Readable.from([Buffer.from(text)]),
  });

/** After a form was posted: a reload must not post it again. */
export const elsewhere = (to: string): Answer =>
  new Answer({ status: 303, headers: { Location: to, 'Cache-Control': 'no-store' } });
