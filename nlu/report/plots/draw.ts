import { element, safe } from '../markup.js';

/** Coordinates need no more than a tenth of a pixel. */
const near = (value: number) => Math.round(value * 10) / 10;

type Look = Record<string, string | number>;

/** A picture of its own: it shrinks to the width it is given, and a screen reader hears its name alone. */
export function picture(width: number, height: number, name: string, parts: string[]): string {
  const box = { viewBox: `0 0 ${near(width)} ${near(height)}`, width: near(width), height: near(height) };
  return element('svg', { ...box, role: 'img', 'aria-label': name }, parts.join(''));
}

export const line = (x1: number, y1: number, x2: number, y2: number, look = 'axis'): string =>
  element('line', { x1: near(x1), y1: near(y1), x2: near(x2), y2: near(y2), class: look });

export const words = (x: number, y: number, text: string, look: Look = {}): string =>
  element('text', { x: near(x), y: near(y), ...look }, safe(text));

/** `told` is shown where a mouse rests. */
export function box(x: number, y: number, width: number, height: number, look: Look, told = ''): string {
  const at = { x: near(x), y: near(y), width: near(width), height: near(height) };
  return element('rect', { ...at, ...look }, told ? element('title', {}, safe(told)) : '');
}

export function dot(x: number, y: number, look = 'dot', told = ''): string {
  const at = { cx: near(x), cy: near(y), r: 4, class: look };
  return element('circle', at, told ? element('title', {}, safe(told)) : '');
}

export const path = (points: [number, number][], look = 'curve'): string =>
  element('polyline', { points: points.map(([x, y]) => `${near(x)},${near(y)}`).join(' '), class: look });

export const END = { 'text-anchor': 'end' };
export const MIDDLE = { 'text-anchor': 'middle' };
