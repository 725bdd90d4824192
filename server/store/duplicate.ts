/** What a unique index answered. */
import mongoose from 'mongoose';

/** Names of the fields of the index that was hit, or null if the error is another one. */
export function duplicateOf(error: unknown): string[] | null {
  if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== 11000) return null;
  const pattern = (error as { keyPattern?: Record<string, unknown> }).keyPattern;
  return Object.keys(pattern ?? {});
}
