/** The whole house on real parts, in this process, on a free port and a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp, type Overrides } from '../../server/app.js';
import { readConfig } from '../../server/config.js';
import type { Log } from '../../server/http/log.js';
import type { Database } from '../../server/store/connect.js';
import { type Citizen, openCitizen } from './citizen.js';
import { databaseAt, dropIndependent, independentEnv } from './independent.js';
import { type Seat, signInFirst } from './seat.js';

export interface House {
  url: string;
  dir: string;
  app: App;
  citizen(): Promise<Citizen>;
  /** The first administrator, password already changed; further seats are made by it. */
  admin(): Promise<Seat>;
  /** `unit`: for people of a unit, its code. */
  seat(name: string, roles?: string[], unit?: string): Promise<Seat>;
  /** Stops and starts again on the same folder. */
  restart(overrides?: Overrides): Promise<void>;
  /** The store has one owner at a time: the house stops, `look` reads what is at rest, the house starts again. */
  aside<T>(look: (database: Database) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const LOUD = { max: 1_000_000, seconds: 60 };
/** Rates are tested where rates are the matter; elsewhere one address plays many citizens. */
export const NO_RATES = {
  general: LOUD,
  query: LOUD,
  signIn: LOUD,
  openThread: LOUD,
  upload: LOUD,
  form: LOUD,
  ask: LOUD,
  plainForm: LOUD,
  formCheck: LOUD,
  chunk: LOUD,
};

/** What a test house does otherwise than a hotline's: on a busy machine it waits where a citizen would not. */
const TEST_HOUSE: Overrides = { limits: NO_RATES, undoSeconds: 0, patience: 60_000 };

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const noisy: Log = {
  debug: () => {},
  info: () => {},
  warn: console.warn,
  error: (fields: object, message: string) => console.error(message, fields),
};

/** A Monday morning in Hohhot: a working day, in the hours of call-backs. */
export const WORKING_HOURS = () => new Date('2026-11-30T02:00:00Z');

/** `TEST_AT=2026-10-01T23:30+08:00 npm test -- test/stories`: what must hold at any hour is tried at that one. */
function clockOf(): Overrides {
  const at = process.env.TEST_AT;
  if (!at) return {};
  const ahead = new Date(at).getTime() - Date.now();
  return { now: () => new Date(Date.now() + ahead) };
}

export const PASSWORD = 'Jiesu-12345-demo';

export async function startHouse(
  overrides: Overrides = {},
  env: NodeJS.ProcessEnv = {},
  log = process.env.LOUD ? noisy : silent,
): Promise<House> {
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-house-'));
  const open = async (with_: Overrides) => {
    const config = readConfig(
      {
        ...{ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dir, ADMIN_PASSWORD: `first-${PASSWORD}` },
        ...independentEnv(dir),
        ...env,
      },
      with_.kinds,
    );
    const app = await createApp(config, log, { ...TEST_HOUSE, ...clockOf(), ...with_ });
    const { port } = await app.start();
    return { app, url: `http://127.0.0.1:${port}` };
  };
  let { app, url } = await open(overrides);
  let admin: Promise<Seat> | null = null;
  const house: House = {
    url,
    dir,
    app,
    citizen: () => openCitizen(house.url),
    admin() {
      admin ??= signInFirst(house.url, 'admin', `first-${PASSWORD}`, PASSWORD);
      return admin;
    },
    async seat(name, roles = ['AGENT'], unit) {
      const boss = await house.admin();
      const number = String(100 + seats++);
      const made = await boss.post('/api/desk/accounts', {
        account: name,
        name: `演示坐席${name}`,
        seat: number,
        roles,
        ...(unit === undefined ? {} : { unit }),
      });
      return signInFirst(house.url, name, made.body.password as string, PASSWORD);
    },
    async restart(again = overrides) {
      await app.stop();
      await reopen(again);
    },
    async aside(look) {
      await app.stop();
      const database = await databaseAt(dir);
      try {
        return await look(database);
      } finally {
        await database.close();
        await reopen(overrides);
      }
    },
    async stop() {
      await app.stop();
      await dropIndependent(dir);
      await rm(dir, { recursive: true, force: true });
    },
  };
  let seats = 0;
  async function reopen(with_: Overrides) {
    ({ app, url } = await open(with_));
    house.app = app;
    house.url = url;
    admin = null;
  }
  return house;
}
