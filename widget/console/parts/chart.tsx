/** A chart with its answer in a sentence beside it; the drawing is loaded when it is looked at, the table is always there. */
import { useEffect, useRef, useState } from 'react';
import type { Drawn } from './chart-drawing.js';

export function Chart({ chart, text }: { chart: Drawn; text: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(240);
  useEffect(() => {
    let gone = false;
    let clear = () => {};
    // Without the drawing the sentence and the table still say everything.
    import('./chart-drawing.js').then(
      ({ draw, heightOf }) => {
        if (gone || !place.current) return;
        setHeight(heightOf(chart));
        clear = draw(place.current, chart);
      },
      () => setHeight(0),
    );
    return () => {
      gone = true;
      clear();
    };
  }, [chart]);
  return <div ref={place} className="chart" role="img" aria-label={text} style={{ height }} />;
}
