import type { Report } from '../score.js';
import { percent } from './format.js';

/** The figures of one report on one screen. */
export function table(name: string, one: Report): string {
  const wide = (value: number) => percent(value).padStart(7);
  const lines = [`${name} (${one.rows} messages)`, `${'field'.padEnd(14)}accuracy macro-F1    ECE`];
  for (const [field, { accuracy, macroF1, ece }] of Object.entries(one.fields)) {
    lines.push(`${field.padEnd(14)}${wide(accuracy)}   ${macroF1.toFixed(3)}   ${ece.toFixed(3)}`);
  }
  lines.push(
    `emergency recall ${wide(one.emergencyRecall)} · false alarms ${one.falseAlarms.toFixed(1)} per 1,000`,
    `in scope wrongly refused ${wide(one.wronglyRefused)} · refusals found ${wide(one.refusalsFound)}`,
    '',
  );
  return lines.join('\n');
}
