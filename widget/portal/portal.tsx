/** Two pages under one roof; the address says which (#progress, #repair). */
import { useEffect, useState } from 'preact/hooks';
import { type Known, Progress } from './progress.js';
import { Repair } from './repair.js';
import type { Taking } from './typed.js';
import * as W from './words.js';

type Page = keyof typeof W.pages;

const pageOf = (hash: string): Page => (hash === '#repair' ? 'repair' : 'progress');

export function Portal({ typed }: { typed: Record<Page, Taking> }) {
  const [page, setPage] = useState<Page>(() => pageOf(location.hash));
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    const follow = () => {
      setKnown(null);
      setPage(pageOf(location.hash));
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    document.title = `${W.pages[page]} · ${W.site}`;
  }, [page]);

  function look(found: Known): void {
    setKnown(found);
    setPage('progress');
    history.pushState(null, '', '#progress');
  }

  return (
    <>
      <nav aria-label={W.pagesLabel}>
        {(Object.keys(W.pages) as Page[]).map((name) => (
          <a key={name} href={`#${name}`} aria-current={name === page ? 'page' : undefined}>
            {W.pages[name]}
          </a>
        ))}
        {Object.entries(W.further).map(([href, name]) => (
          <a key={href} href={href}>
            {name}
          </a>
        ))}
      </nav>
      <main id="main">
        <h1>{W.pages[page]}</h1>
        {page === 'progress' ? (
          <Progress key={known?.orderNo ?? ''} known={known} typed={typed.progress} />
        ) : (
          <Repair look={look} typed={typed.repair} />
        )}
      </main>
    </>
  );
}
