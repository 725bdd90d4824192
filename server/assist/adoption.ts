/** How often the helps are taken (采纳率): pure, over counts. */
import type { AdoptionView } from '../http/contract-assist.js';
import { type AdoptionCount, ASSISTS, type AssistKind } from '../store/assists.js';

export function adoptionOf(
  counts: readonly AdoptionCount[],
  names: Record<AssistKind, string>,
): AdoptionView['rows'] {
  return ASSISTS.flatMap((what) =>
    (['model', 'rules'] as const).flatMap((by) => {
      const of = (did: AdoptionCount['did']) =>
        counts.find((one) => one.what === what && one.by === by && one.did === did)?.n ?? 0;
      const [accepted, edited, dismissed, open] = [of('accepted'), of('edited'), of('dismissed'), of(null)];
      const done = accepted + edited + dismissed;
      if (done + open === 0) return [];
      const rate = done === 0 ? null : (accepted + edited) / done;
      return [{ what, name: names[what], by, accepted, edited, dismissed, open, rate }];
    }),
  );
}
