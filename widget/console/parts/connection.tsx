import { useConnection, useSeats } from '../live.js';
import { fill, W } from '../words.js';

const SHAPES = { connecting: '○', online: '●', offline: '▲' };

export function ConnectionState() {
  const connection = useConnection();
  const seats = useSeats();
  return (
    <span
      role="status"
      className={`connection ${connection}`}
      title={connection === 'offline' ? W.live.offlineHint : fill(W.live.seats, { n: seats })}
    >
      <span aria-hidden="true">{SHAPES[connection]}</span> {W.live[connection]}
      {connection === 'online' && seats > 0 && (
        <span className="soft"> · {fill(W.live.seats, { n: seats })}</span>
      )}
    </span>
  );
}
