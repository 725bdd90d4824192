/** Parts of the pages on which one's own letter is written and read. */
import { html, type Markup } from '../site/markup.js';

/** What a form of these pages may hold, in bytes. */
export const FIELD_BYTES = 24 * 1024;

const time = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'medium',
  timeStyle: 'short',
});
export const when = (at: string): Markup => html`<time datetime="${at}">${time.format(new Date(at))}</time>`;
export const fact = (name: string, value: Markup | string): Markup =>
  html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** An act on one's own letter; number and code travel in the body, never in an address. */
export const act = (letterNo: string, code: string, name: string, inside: Markup): Markup =>
  html`<form method="post" action="/letters/mine" class="act-form"><input type="hidden" name="letterNo" value="${letterNo}"><input type="hidden" name="code" value="${code}"><input type="hidden" name="act" value="${name}">${inside}</form>`;
