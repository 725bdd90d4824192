import type { Document } from './document.js';
import type { Reading } from './reading.js';
import type { Result } from './result.js';
import { barsSection } from './sections/bars.js';
import { confusionSection } from './sections/confusion.js';
import { classesSection, fieldsSection } from './sections/fields.js';
import { latencySection } from './sections/latency.js';
import { mistakesSection } from './sections/mistakes.js';
import { reliabilitySection } from './sections/reliability.js';
import { slicesSection } from './sections/slices.js';
import { thresholdsSection } from './sections/thresholds.js';
import { term } from './words.js';

/** The report in reading order: what was asked for first, single messages last. */
export function documentOf(about: string[], readings: Reading[], result: Result): Document {
  return {
    title: term('title'),
    about,
    sections: [
      barsSection(result),
      fieldsSection(result),
      confusionSection(readings, result),
      classesSection(result),
      reliabilitySection(result),
      slicesSection(result),
      thresholdsSection(result),
      latencySection(result),
      ...(result.mistakes ? [mistakesSection(result.mistakes)] : []),
    ],
  };
}
