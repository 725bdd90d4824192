/** What was said with the citizen: the unit's contact and reply, the hotline's call-back. */
import { Input } from 'antd';
import { W } from '../../words.js';
import { Field, named, OneOf, type Part, Words } from './field.js';

const G = W.given;

export function Contact(part: Part) {
  const { typed, set, options } = part;
  return (
    <>
      <Field
        part={part}
        name="contactAt"
        label={G.contactAt}
        control={(ties) => (
          <Input
            {...ties}
            type="datetime-local"
            value={typed.contactAt ?? ''}
            onChange={(event) => set({ contactAt: event.target.value })}
          />
        )}
      />
      <OneOf part={part} name="how" label={G.how} of={named(options, 'contactHow')} />
    </>
  );
}

export function Reply(part: Part) {
  return (
    <>
      <Words part={part} name="handling" label={G.handling} hint={G.handlingHint} />
      <Words part={part} name="public" label={G.public} hint={G.publicHint} rows={4} />
      <OneOf part={part} name="solved" label={G.solved} of={named(part.options, 'solved')} />
    </>
  );
}

const YES_NO = [
  { value: true, label: G.yes },
  { value: false, label: G.no },
];

export function Callback(part: Part) {
  return (
    <>
      <OneOf part={part} name="connected" label={G.connected} of={YES_NO} />
      {part.typed.connected && (
        <>
          <OneOf part={part} name="contacted" label={G.contacted} of={YES_NO} />
          <OneOf part={part} name="isSolved" label={G.isSolved} of={YES_NO} />
          <OneOf part={part} name="satisfied" label={G.satisfied} of={named(part.options, 'satisfied')} />
        </>
      )}
    </>
  );
}
