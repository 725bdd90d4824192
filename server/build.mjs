/**
 * Builds dist/: every .ts of the house transpiled file by file (so that worker threads and Jest find the
 * same layout), data files linked beside them, browser code bundled into dist/public.
 * `node server/build.mjs [--if-stale] [--only server|widget]`
 */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
/** `widget` too: its pure parts are tested under Node. */
const rooms = ['channels', 'nlu', 'bot', 'server', 'widget', 'test'];
const browser = ['chat', 'portal', 'console', 'demo'];
const DATA = new Set([
  '.json',
  '.jsonl',
  '.txt',
  '.html',
  '.css',
  '.onnx',
  '.bin',
  '.svg',
  '.png',
  '.ico',
  '.gz',
  '.eml',
]);

function walk(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

const sources = rooms.flatMap((room) => walk(join(root, room)));
const faces = walk(join(root, 'widget'));
const stamp = join(dist, '.built');

/** A link costs nothing and follows an edit; a copy would double the models on disk. */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { force: true });
  linkSync(from, to);
}

function stale() {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return [...sources, ...faces, join(root, 'package-lock.json')].some(
    (path) => statSync(path).mtimeMs > built,
  );
}

async function buildServer() {
  for (const room of rooms) rmSync(join(dist, room), { recursive: true, force: true });
  await build({
    entryPoints: sources.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts')),
    outdir: dist,
    outbase: root,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  for (const path of sources) if (DATA.has(extname(path))) place(path, join(dist, relative(root, path)));
}

/** Style sheets that travel inside a script: every byte is downloaded by a citizen. */
const smallCss = {
  name: 'small-css',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), {
        loader: 'css',
        minify: true,
        charset: 'utf8',
      });
      return { contents: code.trim(), loader: 'text' };
    }),
};

/**
 * The chat falls back to its own plain long poll, so socket.io's polling and web transport are never used.
 * They would be bundled all the same: the list of transports reaches them, and the packages do not declare
 * that loading a file of theirs does nothing by itself.
 */
const onlyWebSocket = {
  name: 'only-web-socket',
  setup({ onLoad, onResolve, resolve }) {
    onLoad({ filter: /engine\.io-client.build.esm.transports.index\.js$/ }, () => ({
      contents: "import { WS } from './websocket.js'; export const transports = { websocket: WS };",
    }));
    onResolve({ filter: /./ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'asked' || !/(socket|engine)\.io-client/.test(path + from.importer)) return;
      return { ...(await resolve(path, { ...from, pluginData: 'asked' })), sideEffects: false };
    });
  },
};

async function buildWidget() {
  const out = join(dist, 'public');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const shared = {
    bundle: true,
    minify: true,
    target: 'es2022',
    logLevel: 'warning',
    legalComments: 'none',
    charset: 'utf8',
    loader: { '.css': 'text' },
  };
  const entry = (face) =>
    ['index.tsx', 'index.ts'].map((name) => join(root, 'widget', face, name)).find(existsSync);
  /** The page of a self-service form, and what it runs in a worker. */
  const forms = {
    form: join(root, 'widget/portal/form/index.ts'),
    proof: join(root, 'widget/portal/form/proof-worker.ts'),
  };
  const production = { 'process.env.NODE_ENV': '"production"' };
  if (entry('chat')) {
    await build({
      ...shared,
      entryPoints: [entry('chat')],
      outfile: join(out, 'chat.js'),
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      define: production,
      plugins: [smallCss, onlyWebSocket],
    });
  }
  for (const [face, jsxImportSource] of [
    ['portal', 'preact'],
    ['demo', 'preact'],
    ['console', 'react'],
  ]) {
    if (!entry(face)) continue;
    await build({
      ...shared,
      entryPoints: {
        app: entry(face),
        // The script of the pages that the house renders itself.
        ...(face === 'portal' ? { site: join(root, 'widget', 'portal', 'site.ts') } : {}),
        ...(face === 'portal' ? forms : {}),
      },
      outdir: join(out, face),
      format: 'esm',
      splitting: true,
      jsx: 'automatic',
      jsxImportSource,
      define: production,
      loader: { '.css': 'css' },
      chunkNames: 'part-[hash]',
      sourcemap: false,
    });
  }
  for (const face of browser) {
    for (const path of walk(join(root, 'widget', face))) {
      if (/\.(html|svg|png|ico|webmanifest)$/.test(path))
        place(path, join(out, relative(join(root, 'widget'), path)));
    }
  }
}

const ifStale = process.argv.includes('--if-stale');
const only = process.argv[process.argv.indexOf('--only') + 1];
if (!ifStale || stale()) {
  const started = Date.now();
  if (ifStale) process.stderr.write('首次启动，正在构建…\n');
  if (only !== 'widget') await buildServer();
  if (only !== 'server') await buildWidget();
  // A partial build must not pass for a whole one.
  if (only !== 'widget' && only !== 'server') writeFileSync(stamp, new Date().toISOString());
  process.stderr.write(`构建完成（${((Date.now() - started) / 1000).toFixed(1)} 秒）\n`);
}
