/** Forms at rest: one row a version, never changed once written. A withdrawal is a version too. */
import mongoose from 'mongoose';
import type { FormDef } from '../http/contract-forms.js';

const { Schema } = mongoose;

export interface FormDoc {
  /** `${form}@${version}` */
  _id: string;
  form: string;
  version: number;
  def: FormDef;
  /** yyyy-MM-dd, Asia/Shanghai: the day from which it counts. */
  from: string;
  at: Date;
  by: string;
  /** Why it was published, or withdrawn. */
  note: string;
  withdrawn: boolean;
}

const schema = new Schema<FormDoc>(
  {
    _id: { type: String, required: true },
    form: String,
    version: Number,
    def: Schema.Types.Mixed,
    from: String,
    at: Date,
    by: String,
    note: String,
    withdrawn: Boolean,
  },
  { versionKey: false, minimize: false, collection: 'forms' },
);
schema.index({ form: 1, version: 1 }, { unique: true });

/** Challenges that were used, each with the filing it was used for. */
interface ProofDoc {
  _id: string;
  filing: string;
  at: Date;
}

const proofSchema = new Schema<ProofDoc>(
  { _id: { type: String, required: true }, filing: String, at: Date },
  { versionKey: false, collection: 'formproofs' },
);
proofSchema.index({ at: 1 });

export interface FormStore {
  /** All rows, oldest first. */
  all(): Promise<FormDoc[]>;
  /** Writes it unless it is there. */
  put(doc: FormDoc): Promise<void>;
  /** Is the challenge this filing's now? The first filing to use it has it for ever. */
  spend(challenge: string, filing: string, at: Date): Promise<boolean>;
  /** Forgets challenges that are too old to be shown again. */
  sweep(before: Date): Promise<void>;
  init(): Promise<void>;
}

export function formStore(connection: mongoose.Connection): FormStore {
  const Form = connection.model<FormDoc>('Form', schema);
  const Spent = connection.model<ProofDoc>('FormProof', proofSchema);
  return {
    all: () => Form.find().sort({ _id: 1 }).lean<FormDoc[]>(),
    async put({ _id, ...rest }) {
      await Form.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
    },
    async spend(challenge, filing, at) {
      await Spent.updateOne({ _id: challenge }, { $setOnInsert: { filing, at } }, { upsert: true });
      const row = await Spent.findById(challenge).lean<ProofDoc>();
      return row?.filing === filing;
    },
    async sweep(before) {
      await Spent.deleteMany({ at: { $lt: before } });
    },
    async init() {
      await Form.createIndexes();
      await Spent.createIndexes();
    },
  };
}
