/** Where one can go: one line at any width. Who may go to many pages finds the rarer ones in two menus, on a phone all in one. */
import { Button, Dropdown } from 'antd';
import type { MouseEvent } from 'react';
import { go, PATHS, type Page } from '../route.js';
import { useKnowledgeDue } from '../use-knowledge-due.js';
import { useNarrow } from '../use-narrow.js';
import { useUndelivered } from '../use-undelivered.js';
import { W } from '../words.js';

/** More links than this do not fit beside the rest of the line at 1280 px. */
const MOST_FLAT = 8;

const MENUS: { id: 'figures' | 'ruling'; of: ReadonlySet<Page> }[] = [
  { id: 'figures', of: new Set(['insight', 'talks', 'reports', 'spots']) },
  { id: 'ruling', of: new Set(['forms', 'units', 'rules', 'precedents', 'accounts', 'audit']) },
];

interface Shown {
  page: Page | null;
  /** How many wait for somebody at a page. */
  counts: Partial<Record<Page, number>>;
}

function PageLink({ name, page, counts, inMenu = false }: { name: Page; inMenu?: boolean } & Shown) {
  const n = counts[name] ?? 0;
  function follow(event: MouseEvent) {
    // Another tab is the browser's to open; a plain click within a menu is the menu's own.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return event.stopPropagation();
    event.preventDefault();
    if (!inMenu) go(PATHS[name]);
  }
  return (
    <a href={PATHS[name]} aria-current={name === page ? 'page' : undefined} onClick={follow}>
      {W.nav[name]}
      {n > 0 && <span className="count"> {n}</span>}
    </a>
  );
}

function PageMenu({ label, pages, ...shown }: { label: string; pages: Page[] } & Shown) {
  const { page, counts } = shown;
  const here = page !== null && pages.includes(page);
  const n = pages.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  return (
    <Dropdown
      trigger={['click']}
      autoFocus
      // Within the landmark it belongs to.
      getPopupContainer={(trigger) => trigger.closest('header') ?? document.body}
      menu={{
        selectedKeys: here ? [page] : [],
        onClick: ({ key }) => go(PATHS[key as Page]),
        items: pages.map((name) => ({ key: name, label: <PageLink inMenu name={name} {...shown} /> })),
      }}
    >
      <Button type="text" aria-haspopup="menu" className={here ? 'here' : ''}>
        {label}
        {n > 0 && <span className="count"> {n}</span>} <span aria-hidden="true">▾</span>
      </Button>
    </Dropdown>
  );
}

export function Nav({ pages, page }: { pages: Page[]; page: Page | null }) {
  const lost = useUndelivered(pages.includes('undelivered'));
  const due = useKnowledgeDue(pages.includes('knowledge'));
  const narrow = useNarrow();
  const shown = { page, counts: { undelivered: lost, knowledge: due } };
  const menus = MENUS.map(({ id, of }) => ({ id, of: pages.filter((name) => of.has(name)) })).filter(
    ({ of }) => pages.length > MOST_FLAT && of.length > 1,
  );
  const within = (name: Page): boolean => menus.some(({ of }) => of.includes(name));
  return (
    <nav aria-label={W.nav.label}>
      {narrow && pages.length > 1 ? (
        <PageMenu label={page ? W.nav[page] : W.nav.label} pages={pages} {...shown} />
      ) : (
        <>
          {pages
            .filter((name) => !within(name))
            .map((name) => (
              <PageLink key={name} name={name} {...shown} />
            ))}
          {menus.map(({ id, of }) => (
            <PageMenu key={id} label={W.nav.menus[id]} pages={of} {...shown} />
          ))}
        </>
      )}
    </nav>
  );
}
