/** The stores that need nothing but the connection, opened with their indexes; each file beside this one is one. */
import { aboveIn } from '../lists/sorting.js';
import type { Policy } from '../policy/types.js';
import { type AccountStore, accountStore } from './accounts.js';
import { type AssistStore, assistStore } from './assists.js';
import { type CallbackStore, callbackStore } from './callbacks.js';
import type { Database } from './connect.js';
import { type InsightStore, insightStore } from './insight.js';
import { type AlarmStore, alarmStore, type JournalStore, journalStore } from './journal.js';
import { type LetterStore, letterStore } from './letters.js';
import { type LineStore, lineStore } from './lines.js';
import { type FilterStore, filterStore } from './list-filters.js';
import { type ModelCallStore, modelCallStore } from './model-calls.js';
import { type NoteStore, noteStore } from './notes.js';
import { type PhoneCodeStore, phoneCodeStore } from './phone-codes.js';
import { type PrecedentStore, precedentStore } from './precedents.js';
import { type PresenceStore, presenceStore } from './presence.js';
import { type ProceedingStore, proceedingStore } from './proceedings.js';
import { type ReportStore, reportStore } from './reports.js';
import { type SpotStore, spotStore } from './spots.js';
import { type TalkStore, talkStore } from './talks.js';
import { type ThreadStore, threadStore } from './threads.js';
import { type TicketStore, ticketStore } from './tickets.js';
import { type UndeliveredStore, undeliveredStore } from './undelivered.js';
import { type VoteStore, voteStore } from './votes.js';

export interface Stores {
  threads: ThreadStore;
  lines: LineStore;
  undelivered: UndeliveredStore;
  journal: JournalStore;
  alarms: AlarmStore;
  tickets: TicketStore;
  votes: VoteStore;
  letters: LetterStore;
  listFilters: FilterStore;
  proceedings: ProceedingStore;
  callbacks: CallbackStore;
  precedents: PrecedentStore;
  presence: PresenceStore;
  modelCalls: ModelCallStore;
  assists: AssistStore;
  insight: InsightStore;
  talks: TalkStore;
  spots: SpotStore;
  reports: ReportStore;
  notes: NoteStore;
  phoneCodes: PhoneCodeStore;
  accounts: AccountStore;
}

export async function openStores(
  connection: Database['connection'],
  policy: Policy,
  now: () => Date,
): Promise<Stores> {
  const stores: Stores = {
    threads: threadStore(connection),
    lines: lineStore(connection),
    undelivered: undeliveredStore(connection),
    journal: journalStore(connection),
    alarms: alarmStore(connection),
    tickets: ticketStore(connection, aboveIn(policy)),
    votes: voteStore(connection),
    letters: letterStore(connection),
    listFilters: filterStore(connection),
    proceedings: proceedingStore(connection),
    callbacks: callbackStore(connection),
    precedents: precedentStore(connection),
    presence: presenceStore(connection),
    modelCalls: modelCallStore(connection),
    assists: assistStore(connection),
    insight: insightStore(connection),
    talks: talkStore(connection),
    spots: spotStore(connection),
    reports: reportStore(connection),
    notes: noteStore(connection, now),
    phoneCodes: phoneCodeStore(connection),
    accounts: accountStore(connection),
  };
  // Accounts are opened with the people; notes and lines in trouble have no index of their own.
  const { tickets, accounts: _accounts, notes: _notes, undelivered: _undelivered, ...others } = stores;
  await Promise.all([tickets.ensureIndexes(), ...Object.values(others).map((store) => store.init())]);
  return stores;
}
