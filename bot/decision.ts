/**
 * The few things the bot may do, and the shape of the judgement that chooses among them. `decide` is pure:
 * what it needs comes in, what follows goes out, and nothing is read or written on the way.
 */
import type {
  EmergencyNumber,
  MatterType,
  RefusalReason,
  Segment,
  Slots,
  Understanding,
  Urgency,
} from '../nlu/understanding.js';

/** A knowledge item that may be quoted: published, in force, for this region, visible to the public. */
export interface Passage {
  id: string;
  title: string;
  answer: string;
  unit: string;
  basis: string[];
  /** yyyy-MM-dd */
  updated: string;
  hotline: string | null;
  category: string;
  region: string;
  /** Further regions it holds in. */
  regions?: string[];
  /** Where the matter can be done online. */
  service?: { name: string; url: string };
  /** Absent = Chinese. */
  language?: 'zh' | 'mn-Mong';
}

export interface Hit {
  passage: Passage;
  /** 0 to 1; the same scale as the bands of the policy. */
  score: number;
}

/** `answer`: the best one may be sent verbatim; `suggest`: offer them as choices; `none`: nothing is near. */
export interface Found {
  band: 'answer' | 'suggest' | 'none';
  hits: Hit[];
}

/** What is asked back; each has its phrase and its choices in the policy. */
export type Ask = 'matter' | 'place' | 'region' | 'phone' | 'time' | 'party' | 'demand';

/** The order as collected so far; every value came from the citizen. */
export interface Draft {
  id: string;
  type: MatterType;
  category: string | null;
  hotline: string | null;
  region: string | null;
  urgency: Urgency;
  content: string;
  slots: Slots;
  /** The citizen's own corrections; they win over slots. */
  fields: Record<string, string>;
  files: string[];
  /** What the reading was unsure of; absent = nothing. */
  doubt?: string[];
}

/** What the bot remembers of a thread between turns; stored with the thread, so a restart forgets nothing. */
export interface Memory {
  /** Waiting for: an answer to asks, a choice among passages, a yes to a draft. */
  pending:
    | { for: 'asks'; asks: Ask[]; draft: Draft | null; options: string[] }
    /** `draft`: what is filed where none of them is the right one. */
    | { for: 'passage'; passages: string[]; segment: string; draft?: Draft }
    | { for: 'draft'; draft: Draft }
    /** A doubtful refusal: yes refuses, no takes the draft. */
    | { for: 'doubt'; reason: RefusalReason; segment: Segment; draft: Draft }
    | null;
  /** Further matters of the same breath; shown one after the other once the first is settled. */
  waiting?: Draft[];
  /** Failed rounds of clarifying in a row; two and a person takes over. */
  failed: number;
  /** The last refusal's record, which 「申请人工复核」 means. */
  refused: string | null;
  /** The last order filed or looked up in this thread, which 「催一下」 means. */
  orderNo: string | null;
  /** Known in this thread: once given, never asked again. */
  phone: string | null;
  region: string | null;
  /** The question answered last: 「那外地的呢？」 goes on from it. */
  asked?: string | null;
}

export type HandOverReason =
  | 'asked'
  | 'review'
  | 'clarifyFailed'
  | 'threat'
  | 'doubtfulRefusal'
  | 'notCitizensLanguage'
  | 'failure'
  | 'noAnswer'
  /** A letter that a person reads, in the order of arrival and within a day. */
  | 'letter';

export type Decision =
  | {
      do: 'answer';
      passage: Passage;
      others: Passage[];
      /** The model's words, every one borne out by these; absent = the approved text verbatim. */
      worded?: { text: string; passages: Passage[] };
    }
  /** No asks: with a draft, what of it to change; with `doubt`, whether the refused act is meant. */
  | {
      do: 'clarify';
      asks: Ask[];
      /** Region codes, or 'person', 'leave', 'none', 'yes', 'no'. */
      options: string[];
      passages: Passage[];
      draft: Draft | null;
      doubt?: RefusalReason;
    }
  | { do: 'file'; step: 'show' | 'confirmed'; draft: Draft; missing: Ask[] }
  | {
      do: 'refuse';
      reason: RefusalReason;
      segment: Segment;
      rule: string;
      evidence: { from: number; to: number };
    }
  | { do: 'emergency'; numbers: EmergencyNumber[]; segment: Segment }
  | { do: 'progress'; orderNo: string | null }
  | { do: 'urge'; orderNo: string | null }
  | {
      do: 'handOver';
      why: HandOverReason;
      orderNo: string | null;
      threat?: NonNullable<Understanding['threat']>;
    }
  | { do: 'stayQuiet' };

/** Non-decision small talk (谢谢, 不用了) is a phrase alone. */
export interface Aside {
  do: 'say';
  phrase: string;
  values?: Record<string, string>;
  /** Phrases of buttons. */
  choices?: string[];
}

export interface Turn {
  understanding: Understanding;
  /** Knowledge found for each segment, same order as `understanding.segments`. */
  found: Found[];
  memory: Memory;
  /** Fields of an amended draft or a form, as the citizen left them. */
  fields: Record<string, string>;
  files: string[];
  /** The passages offered last time, as they stand now; looked up by the caller. */
  passages?: Passage[];
  /** True while an agent holds the thread or the citizen waits for one. */
  personHasThread: boolean;
  /** For ids of drafts; passed in so that the judgement stays pure. */
  newId: string;
}

export interface Decided {
  decisions: (Decision | Aside)[];
  memory: Memory;
}

/** The slice of the policy that deciding needs; the server's Policy fits it whole. */
export interface DecidePolicy {
  /** Confidence below which a refusal is not proposed, and above which it is (domain §5.2: 0.5 and 0.85). */
  refusal: { ask: number; propose: number };
  clarify: { maxAsks: number; maxFailed: number };
  /** Which fields an order of a category must have before it can be shown for confirmation. */
  required(category: string | null, type: MatterType): Ask[];
}

/** A decision carried out: what composing needs to know of the result. */
export type Outcome = (Decision | Aside) & {
  order?: { orderNo: string; code: string };
  /** Present on a shown draft: an open order of the citizen's own that may be the same matter. */
  similar?: { orderNo: string; title: string };
  /** Present on progress: null when not found or the code was not shown. */
  progress?: { orderNo: string; state: string; updated: string } | null;
  queue?: { position: number; minutes: number | null; open: boolean; opens: string | null };
};
