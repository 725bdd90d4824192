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
  renameSync,
  rmSync,
  statSync,
  utimesSync,
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
  '.woff',
]);

function walk(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

const sources = rooms.flatMap((room) => walk(join(root, room)));
const stamp = join(dist, '.built');
const newest = () =>
  Math.max(...[...sources, join(root, 'package-lock.json')].map((path) => statSync(path).mtimeMs));

/** A link costs nothing and follows an edit; a copy would double the models on disk. */
function place(from, to) {
  if (existsSync(to) && statSync(to).ino === statSync(from).ino) return;
  mkdirSync(dirname(to), { recursive: true });
  const beside = `${to}.new`;
  rmSync(beside, { force: true });
  linkSync(from, beside);
  renameSync(beside, to);
}

function stale() {
  return !existsSync(stamp) || newest() > statSync(stamp).mtimeMs;
}

/** Only what no source gives any longer is taken away: whoever runs on this build meanwhile keeps his files. */
function prune(folder, given) {
  for (const path of walk(folder)) if (!given.has(path)) rmSync(path, { force: true });
}

/** The stamp is as young as the youngest source: a clock that was put back would have every start build anew. */
function seal() {
  writeFileSync(stamp, new Date().toISOString());
  const at = new Date(Math.ceil(Math.max(Date.now(), newest())));
  utimesSync(stamp, at, at);
}

async function buildServer() {
  const scripts = sources.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  const data = sources.filter((path) => DATA.has(extname(path)));
  const inDist = (path) => join(dist, relative(root, path));
  await build({
    entryPoints: scripts,
    outdir: dist,
    outbase: root,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  for (const path of data) place(path, inDist(path));
  const written = scripts.flatMap((path) => {
    const script = inDist(path).replace(/ts$/, 'js');
    return [script, `${script}.map`];
  });
  const given = new Set([...written, ...data.map(inDist)]);
  for (const room of rooms) prune(join(dist, room), given);
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
  const given = new Set();
  const bundle = async (options) => {
    const { metafile } = await build({ ...shared, ...options });
    for (const path of Object.keys(metafile.outputs)) given.add(join(root, path));
  };
  const shared = {
    absWorkingDir: root,
    metafile: true,
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
    await bundle({
      entryPoints: [entry('chat')],
      outfile: join(out, 'chat.js'),
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      define: production,
      plugins: [smallCss, onlyWebSocket],
    });
  }
  // Fetched by the chat when a citizen asks for it: the first load carries none of it.
  await bundle({
    entryPoints: [join(root, 'widget', 'chat', 'phone-part.ts')],
    outfile: join(out, 'chat-phone.js'),
    format: 'esm',
    define: production,
  });
  for (const [face, jsxImportSource] of [
    ['portal', 'preact'],
    ['demo', 'preact'],
    ['console', 'react'],
  ]) {
    if (!entry(face)) continue;
    await bundle({
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
      if (!/\.(html|svg|png|ico|webmanifest)$/.test(path)) continue;
      const to = join(out, relative(join(root, 'widget'), path));
      place(path, to);
      given.add(to);
    }
  }
  prune(out, given);
}

const ifStale = process.argv.includes('--if-stale');
const only = process.argv[process.argv.indexOf('--only') + 1];
if (!ifStale || stale()) {
  const started = Date.now();
  if (ifStale) process.stderr.write('首次启动，正在构建…\n');
  if (only !== 'widget') await buildServer();
  if (only !== 'server') await buildWidget();
  // A partial build must not pass for a whole one.
  if (only !== 'widget' && only !== 'server') seal();
  process.stderr.write(`构建完成（${((Date.now() - started) / 1000).toFixed(1)} 秒）\n`);
}
