/** 好差评 at the end of an order: five levels in words, a reason where it was not good, nothing forced. */
import { useState } from 'preact/hooks';
import type { OrderView } from '../../server/http/contract-citizen.js';
import { type Key, rateOrder } from './api.js';
import type { Trouble } from './said.js';
import { TroubleBox } from './trouble.js';
import { useCountdown, Waiting } from './waiting.js';
import * as W from './words.js';

type Stars = 1 | 2 | 3 | 4 | 5;
type Tag = keyof typeof W.rate.tags;

const LEVELS: Stars[] = [5, 4, 3, 2, 1];

export function Rate(props: { orderNo: string; opener: Key; rated: (order: OrderView) => void }) {
  const [stars, setStars] = useState<Stars | null>(null);
  const [tags, setTags] = useState<Tag[]>([]);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const left = useCountdown(trouble?.wait ?? 0, trouble);
  const low = stars !== null && stars <= 2;

  async function send(): Promise<void> {
    if (stars === null) return setFault(W.rate.pick);
    if (low && tags.length === 0) return setFault(W.rate.why);
    if (busy || left > 0) return;
    setFault(null);
    setBusy(true);
    const words = note.trim() ? { note: note.trim() } : {};
    const rating = { orderNo: props.orderNo, stars, tags: low ? tags : [], ...words };
    const said = await rateOrder(rating, props.opener);
    setBusy(false);
    if (said.ok) props.rated(said.value);
    else setTrouble(said.trouble);
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset class="field">
        <legend>{W.rate.heading}</legend>
        <div class="picks">
          {LEVELS.map((level) => (
            <label key={level}>
              <input
                type="radio"
                name="stars"
                checked={stars === level}
                onChange={() => {
                  setStars(level);
                  setFault(null);
                }}
              />
              {W.rate.levels[level]}
            </label>
          ))}
        </div>
      </fieldset>
      {low && (
        <fieldset class="field">
          <legend>{W.rate.reasons}</legend>
          <div class="picks">
            {(Object.keys(W.rate.tags) as Tag[]).map((tag) => (
              <label key={tag}>
                <input
                  type="checkbox"
                  checked={tags.includes(tag)}
                  onChange={() =>
                    setTags(tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag])
                  }
                />
                {W.rate.tags[tag]}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {stars !== null && (
        <label class="field">
          <span>{W.rate.note}</span>
          <textarea
            value={note}
            maxLength={1000}
            rows={3}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {trouble && <TroubleBox trouble={trouble} left={left} />}
      <button type="submit" class="main" aria-disabled={busy || left > 0 ? 'true' : undefined}>
        {W.rate.send}
      </button>
      {busy && <Waiting what={W.rate.sending} />}
      <p class="note">{W.rate.free}</p>
    </form>
  );
}
