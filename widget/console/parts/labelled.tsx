import { type ReactNode, useId } from 'react';

export interface Ties {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

/** A label, its control and what is said about it, tied together for those who cannot see the layout. */
export function Labelled(props: {
  label: ReactNode;
  fault?: string | null | undefined;
  hint?: ReactNode;
  control: (ties: Ties) => ReactNode;
}) {
  const id = useId();
  const said = Boolean(props.fault || props.hint);
  return (
    <div className="labelled">
      <label htmlFor={id}>{props.label}</label>
      {props.control({
        id,
        'aria-describedby': said ? `${id}-said` : undefined,
        'aria-invalid': Boolean(props.fault),
      })}
      {said && (
        <div id={`${id}-said`} className={props.fault ? 'fault' : 'soft'}>
          {props.fault || props.hint}
        </div>
      )}
    </div>
  );
}
